using System.Security.Cryptography;
using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Gateway.Security;

/// <summary>The credential of one API key: a shared secret (HMAC), or an RSA or Ed25519 public key. Immutable and thread-safe.</summary>
internal abstract class ApiCredential(string key)
{
    public string Key { get; } = key;

    /// <summary>True when the key may open a WebSocket API session by session.logon; only Ed25519 keys may.</summary>
    public virtual bool MayLogOn => false;

    /// <summary>True when the signature, in the text encoding of the request, is valid for the bytes.</summary>
    public abstract bool Verifies(ReadOnlySpan<byte> text, string signature);

    /// <summary>Creates a credential. The secret is an HMAC secret, a PEM block with an RSA or Ed25519 public key, or '@' and the name of a file with such a block.</summary>
    public static Result<ApiCredential> Create(string key, string secret)
    {
        if (secret.StartsWith("-----BEGIN", StringComparison.Ordinal))
            return OfPublicKey(key, secret, $"The secret of API key '{key}'");
        if (!secret.StartsWith('@'))
            return new HmacCredential(key, secret);
        string path = secret[1..];
        return File.Exists(path)
            ? OfPublicKey(key, File.ReadAllText(path), $"'{path}'")
            : new Fault(FaultKind.NotFound, $"The public key file '{path}' of API key '{key}' does not exist.");
    }

    private static Result<ApiCredential> OfPublicKey(string key, string pem, string source)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || Convert.FromBase64String(pem[fields.Base64Data]) is not { } der)
            return new Fault(FaultKind.Invalid, $"{source} contains no PEM block; expected an RSA or Ed25519 public key.");
        if (Ed25519Credential.TryCreate(key, der) is { } edwards)
            return edwards;
        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaCredential(key, rsa);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            return new Fault(FaultKind.Invalid, $"{source} is not an RSA or Ed25519 public key: {unusable.Message}");
        }
    }
}

internal sealed class HmacCredential(string key, string secret) : ApiCredential(key)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    public override bool Verifies(ReadOnlySpan<byte> text, string signature)
    {
        if (signature.Length != 64)
            return false;
        Span<byte> claimed = stackalloc byte[32];
        if (Convert.FromHexString(signature, claimed, out _, out int written) != System.Buffers.OperationStatus.Done || written != 32)
            return false;
        Span<byte> expected = stackalloc byte[32];
        HMACSHA256.HashData(_secret, text, expected);
        return CryptographicOperations.FixedTimeEquals(expected, claimed);
    }
}

internal sealed class RsaCredential(string key, RSA rsa) : ApiCredential(key)
{
    private readonly Lock _gate = new();

    public override bool Verifies(ReadOnlySpan<byte> text, string signature)
    {
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out int length))
            return false;

        // The documentation does not say that RSA objects are thread-safe.
        lock (_gate)
            return rsa.VerifyData(text, bytes.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}

internal sealed class Ed25519Credential(string key, byte[] publicKey) : ApiCredential(key)
{
    private static ReadOnlySpan<byte> SpkiPrefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    public override bool MayLogOn => true;

    /// <summary>The Ed25519 public key in a DER SubjectPublicKeyInfo; null when it contains another kind of key.</summary>
    public static Ed25519Credential? TryCreate(string key, ReadOnlySpan<byte> der) =>
        der.Length == SpkiPrefix.Length + 32 && der.StartsWith(SpkiPrefix) ? new(key, der[SpkiPrefix.Length..].ToArray()) : null;

    public override bool Verifies(ReadOnlySpan<byte> text, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out int length) && length == 64
            && Ed25519.Verify(publicKey, text, bytes.AsSpan(0, 64));
    }
}
