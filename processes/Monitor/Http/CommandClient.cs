using Grpc.Core;
using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Monitor.Http;

/// <summary>Passes operator commands to the coordinator; the monitor itself changes no state.</summary>
internal sealed class CommandClient(Coordinator.CoordinatorClient coordinator, TimeProvider realTime)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Unavailable when the coordinator does not answer; a refusal by the coordinator is a normal answer.</summary>
    public async Task<Result<CommandAnswer>> SendAsync(CommandBody command, CancellationToken cancel)
    {
        var request = new CommandRequest
        {
            CommandId = command.CommandId,
            Kind = command.Kind,
            Account = command.Account ?? "",
            Reason = command.Reason ?? "",
            Symbol = command.Symbol ?? "",
            Setting = command.Setting ?? "",
            Value = command.Value ?? "",
            By = "page",
        };
        try
        {
            var options = new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            CommandReply reply = await coordinator.CommandAsync(request, options);
            return new CommandAnswer(reply.Accepted, reply.Reason);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return new Fault(FaultKind.Invalid, refused.Status.Detail);
        }
        catch (RpcException refused) when (!cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, $"The coordinator did not accept the command ({refused.StatusCode}): {refused.Status.Detail}. Nothing was done; try again.", IsTransient: true);
        }
    }
}
