using System.Security.Cryptography;
using System.Text;

namespace Platform.Http;

/// <summary>A bearer token that authorises calls. It is compared in constant time and appears in no message. Thread-safe.</summary>
public sealed class BearerToken(string text)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The token itself, for the address of the monitor page and for redaction in logs.</summary>
    public string Text => text;

    /// <summary>The value of an Authorization header.</summary>
    public string Header => Scheme + text;

    /// <param name="authorization">The value of the Authorization header, "Bearer TOKEN"; null when the call has none.</param>
    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(_digest, SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())));

    public override string ToString() => "Bearer ...";
}
