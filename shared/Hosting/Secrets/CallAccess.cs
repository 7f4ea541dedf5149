using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Places;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;

namespace Platform.Hosting.Secrets;

/// <summary>The credentials of calls between the processes of one run: the token, and the certificate when TLS is configured.</summary>
/// <param name="Certificate">Certificate of every server of the run, and the only one that its clients accept; null without TLS.</param>
public sealed record CallAccess(BearerToken Token, X509Certificate2? Certificate)
{
    /// <summary>Path prefix of the services that need no token: health and reflection.</summary>
    private const string OpenServices = "/grpc.";

    /// <summary>Reads the token and the certificate. NotFound without a token, Invalid when the certificate cannot be read.</summary>
    public static Result<CallAccess> Read(PlatformPaths paths, NetworkOptions network)
    {
        if (!TokenFile.Read(paths).TryGet(out BearerToken? token, out Fault? fault))
            return fault;
        if (network.TlsCertificate.Length == 0)
            return new CallAccess(token, null);
        return ReadCertificate(paths, network).Then<CallAccess>(certificate => new CallAccess(token, certificate));
    }

    /// <summary>
    /// Reads the configured certificate; relative paths are relative to the root of the run. Invalid, with the configuration key, when it
    /// cannot be read.
    /// </summary>
    public static Result<X509Certificate2> ReadCertificate(PlatformPaths paths, NetworkOptions network)
    {
        string key = network.TlsKey.Length > 0 ? Path.Combine(paths.Root, network.TlsKey) : "";
        Result<X509Certificate2> read = ServerCertificate.Read(Path.Combine(paths.Root, network.TlsCertificate), key);
        return read.Fault is { } fault ? fault with { Message = $"network.tls_certificate, network.tls_key: {fault.Message}" } : read;
    }

    /// <summary>Opens a channel that sends the token with every call. The caller disposes it.</summary>
    /// <param name="address">Such as http://127.0.0.1:5101; https with TLS.</param>
    /// <param name="deadline">Default deadline of unary calls; null for the channel's default.</param>
    public RpcChannel Open(string address, TimeSpan? deadline = null)
    {
        var options = new RpcChannelOptions { Token = Token, ServerCertificate = Certificate };
        return RpcChannel.ForAddress(address, deadline is { } limit ? options with { UnaryDeadline = limit } : options);
    }

    /// <summary>OK for calls with the token and for all calls of health and reflection; otherwise Unauthenticated.</summary>
    public Status Admit(ServerCallContext call) =>
        call.Method.StartsWith(OpenServices, StringComparison.Ordinal) || Token.Admits(call.RequestHeaders.GetValue("authorization"))
            ? Status.DefaultSuccess
            : new Status(StatusCode.Unauthenticated, "The call needs the metadata 'authorization: Bearer TOKEN'; the token is in the file 'token' of the run folder.");
}
