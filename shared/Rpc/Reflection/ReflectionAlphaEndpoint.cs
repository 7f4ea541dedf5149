using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using Stable = Grpc.Reflection.V1;

namespace Platform.Rpc.Reflection;

/// <summary>Serves grpc.reflection.v1alpha, whose messages are encoded like those of v1, for clients that support only this version.</summary>
internal sealed class ReflectionAlphaEndpoint(DescriptorIndex index) : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionEndpoint _stable = new(index);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var answer = _stable.Answer(Stable.ServerReflectionRequest.Parser.ParseFrom(request.ToByteArray()));
            await responseStream.WriteAsync(ServerReflectionResponse.Parser.ParseFrom(answer.ToByteArray()));
        }
    }
}
