using System.Security.Cryptography;
using System.Text;
using Grpc.Core;

namespace Platform.Coordinator.Control;

/// <summary>Lets an operator's call in when it carries the token of this run (data/run/token).</summary>
internal sealed class TokenGate(string tokenFile)
{
    /// <summary>Throws Unauthenticated, with what to do, unless the call's metadata holds authorization: Bearer token.</summary>
    public void Require(ServerCallContext call)
    {
        string offered = call.RequestHeaders.GetValue("authorization") ?? "";
        if (!File.Exists(tokenFile))
            throw new RpcException(new Status(StatusCode.Unauthenticated, $"there is no token file {tokenFile}; platform up makes it"));
        byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {File.ReadAllText(tokenFile).Trim()}"));
        if (!CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.UTF8.GetBytes(offered))))
            throw new RpcException(new Status(StatusCode.Unauthenticated, $"commands need the metadata 'authorization: Bearer <token>'; the token is in {tokenFile}"));
    }
}
