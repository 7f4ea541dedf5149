using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting.Logging;

/// <summary>One log entry in two formats: a text line for people and a JSON object for programs.</summary>
internal sealed record LogLine(
    DateTimeOffset Real,
    DateTimeOffset Platform,
    LogLevel Level,
    string Process,
    string Category,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    Exception? Exception)
{
    public string ToConsoleText()
    {
        string level = Level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "WARN ",
            LogLevel.Error => "ERROR",
            _ => "FATAL",
        };
        string trouble = Exception is null ? "" : $" | {Exception}";
        return string.Create(CultureInfo.InvariantCulture, $"{Real:HH:mm:ss.fff} {level} {Process} {Short(Category)}: {Message}{trouble}");
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", Real.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("clock", Platform.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Level.ToString().ToLowerInvariant());
            json.WriteString("process", Process);
            json.WriteString("category", Category);
            json.WriteString("message", Message);
            foreach ((string name, object? value) in Fields)
            {
                if (name != "{OriginalFormat}")
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
            }

            if (Exception is not null)
                json.WriteString("exception", Exception.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Short(string category) => category[(category.LastIndexOf('.') + 1)..];
}

/// <summary>Removes secrets from text of logs, metrics and messages; configured once at start.</summary>
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
