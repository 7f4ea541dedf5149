namespace Platform.Hosting.Logging;

/// <summary>Takes secrets out of text on its way to a log, a metric or a message; set once at start.</summary>
public sealed class SecretRedaction(IEnumerable<string> secrets)
{
    public const string Mark = "[redacted]";

    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length >= 8).Distinct().OrderByDescending(secret => secret.Length)];

    public string Apply(string text)
    {
        foreach (string secret in _secrets)
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        return text;
    }
}
