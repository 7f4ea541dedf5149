namespace Platform.Hosting.Secrets;

/// <summary>An account's key at the exchange. Its text never shows the secret.</summary>
public sealed class AccountKey(string key, string secret)
{
    public string Key { get; } = key;

    public string Secret { get; } = secret;

    public override string ToString() => Key.Length > 8 ? $"key {Key[..4]}…" : "key …";
}
