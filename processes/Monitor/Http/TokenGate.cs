using System.Security.Cryptography;
using System.Text;

namespace Platform.Monitor.Http;

/// <summary>Whether a request bears the token of this run; compared in constant time.</summary>
internal sealed class TokenGate(string token)
{
    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <param name="authorization">The Authorization header, "Bearer …".</param>
    public bool Admits(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        byte[] given = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[scheme.Length..].Trim()));
        return CryptographicOperations.FixedTimeEquals(given, _expected);
    }
}
