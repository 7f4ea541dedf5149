using Grpc.Core;
using Grpc.Health.V1;
using State = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Platform.Rpc.Health;

/// <summary>Serves grpc.health.v1 from a <see cref="HealthLedger"/>.</summary>
internal sealed class HealthEndpoint(HealthLedger ledger) : global::Grpc.Health.V1.Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var state = ledger.State(request.Service);
        if (state == State.ServiceUnknown)
            throw new RpcException(new Status(StatusCode.NotFound, $"Service '{request.Service}' is not served by this process."));
        return Task.FromResult(new HealthCheckResponse { Status = state });
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        State? sent = null;
        while (true)
        {
            var (state, changed) = ledger.Look(request.Service);
            if (state != sent)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = state });
            sent = state;
            await changed.WaitAsync(context.CancellationToken);
        }
    }
}
