using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Binance.Signing;

/// <summary>
/// The parameters of one request as the percent-encoded text that is signed and sent, byte for byte
/// (spec/binance-usdm.md §5.1: encode once, sign exactly that, send exactly that).
/// </summary>
public sealed class RequestText
{
    private readonly StringBuilder _text = new();

    public RequestText Add(string name, string value)
    {
        if (_text.Length > 0)
            _text.Append('&');
        _text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public RequestText Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the parameter unless the value is null.</summary>
    public RequestText AddIf(string name, string? value) => value is null ? this : Add(name, value);

    /// <summary>Adds the parameter unless the value is null.</summary>
    public RequestText AddIf(string name, long? value) => value is null ? this : Add(name, value.Value);

    public override string ToString() => _text.ToString();
}

/// <summary>HMAC-SHA256 of a request's text, lower-case hexadecimal (spec/binance-usdm.md §5.1).</summary>
public static class RequestSignature
{
    public static string Of(ApiKey key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash);
    }
}
