namespace Platform.Rpc.Headers;

/// <summary>The names and constant values of the gRPC headers.</summary>
internal static class HeaderNames
{
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string ContentType = "content-type";
    public const string Encoding = "grpc-encoding";
    public const string Message = "grpc-message";
    public const string Status = "grpc-status";
    public const string Timeout = "grpc-timeout";

    public const string GrpcContentType = "application/grpc";
    public const string Identity = "identity";

    /// <summary>True for application/grpc, with or without a +format or parameters.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == GrpcContentType.Length || contentType[GrpcContentType.Length] is '+' or ';');
}
