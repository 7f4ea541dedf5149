using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using Request = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Platform.Rpc.Reflection;

/// <summary>Serves grpc.reflection.v1 from the descriptors of a server's services.</summary>
internal sealed class ReflectionEndpoint(DescriptorIndex index) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(Answer(request));
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Request.ListServices:
                response.ListServicesResponse = new ListServiceResponse { Service = { index.Services.Select(name => new ServiceResponse { Name = name }) } };
                break;
            case Request.FileByFilename:
                SetFiles(response, index.ByFileName(request.FileByFilename), $"file '{request.FileByFilename}'");
                break;
            case Request.FileContainingSymbol:
                SetFiles(response, index.BySymbol(request.FileContainingSymbol), $"symbol '{request.FileContainingSymbol}'");
                break;
            case Request.AllExtensionNumbersOfType when index.HasMessage(request.AllExtensionNumbersOfType):
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case Request.AllExtensionNumbersOfType:
                SetError(response, StatusCode.NotFound, $"message '{request.AllExtensionNumbersOfType}'");
                break;
            case Request.FileContainingExtension:
                SetError(response, StatusCode.NotFound, $"extension {request.FileContainingExtension.ExtensionNumber} of '{request.FileContainingExtension.ContainingType}'");
                break;
            default:
                response.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.InvalidArgument, ErrorMessage = "The request contains no query." };
                break;
        }

        return response;
    }

    private static void SetFiles(ServerReflectionResponse response, IReadOnlyList<ByteString>? files, string what)
    {
        if (files is null)
            SetError(response, StatusCode.NotFound, what);
        else
            response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } };
    }

    private static void SetError(ServerReflectionResponse response, StatusCode code, string what) =>
        response.ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = $"This server has no {what}." };
}
