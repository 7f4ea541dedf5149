using System.Security.Cryptography;
using System.Text;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Binance.Signing;

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
