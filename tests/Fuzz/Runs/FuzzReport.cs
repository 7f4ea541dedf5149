using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Platform.Fuzz.Runs;

/// <summary>What was sent, what came back, and what broke; filled by all clients of a run.</summary>
public sealed class FuzzReport
{
    /// <summary>Of one kind; the rest is counted.</summary>
    private const int FindingsKept = 4;
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _findings = new();

    /// <summary>Everything that must not have happened, with the input that did it; empty when the venue held.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    public MemorySeries Memory { get; } = new();

    public long Of(string name) => _counts.GetValueOrDefault(name);

    /// <summary>Names and counts that begin with the text.</summary>
    public IEnumerable<KeyValuePair<string, long>> Under(string prefix) =>
        _counts.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderByDescending(pair => pair.Value);

    internal void Count(string name) => _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);

    internal void Find(string what, ReadOnlySpan<byte> input)
    {
        Count("findings");
        string kind = $"found {what[..Math.Min(40, what.Length)]}";
        Count(kind);
        if (Of(kind) <= FindingsKept)
            _findings.Enqueue($"{what} | {Readable(input)}");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, long count) in _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name,-32} {count,10:N0}\n");
        text.Append(Memory);
        foreach (string finding in _findings)
            text.Append("FOUND ").Append(finding).Append('\n');
        return text.ToString();
    }

    private static string Readable(ReadOnlySpan<byte> input)
    {
        var text = new StringBuilder();
        foreach (byte value in input[..Math.Min(input.Length, 600)])
            text.Append(value is >= 32 and < 127 ? ((char)value).ToString() : $"\\x{value:x2}");
        return text.ToString();
    }
}
