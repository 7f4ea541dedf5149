using System.Text;

namespace Platform.Exchanges.Binance.Endpoints;

/// <summary>The API key and secret of one account. Its text does not contain the secret.</summary>
public sealed class ApiKey(string key, string secret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    public string Key { get; } = key;

    /// <summary>For signing only.</summary>
    internal ReadOnlySpan<byte> Secret => _secret;

    public override string ToString() => Key.Length <= 6 ? "***" : $"{Key[..4]}***";
}
