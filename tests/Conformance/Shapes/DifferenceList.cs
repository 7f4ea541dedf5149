using System.Text.Json;
using Platform.TestKit.Files;

namespace Platform.Conformance.Shapes;

/// <summary>The content of `differences.json`: every accepted difference with its reason, and the recordings that are not compared.</summary>
internal sealed class DifferenceList
{
    private readonly HashSet<string> _differences;
    private readonly HashSet<string> _notCompared;

    private DifferenceList(HashSet<string> differences, HashSet<string> notCompared) => (_differences, _notCompared) = (differences, notCompared);

    public static DifferenceList Read()
    {
        JsonElement file = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.Path("tests", "Conformance", "differences.json")));
        return new(Lines(file.GetProperty("differences")), Lines(file.GetProperty("not_compared")));
    }

    public bool IsNotCompared(string source) => _notCompared.Contains(source);

    /// <summary>Differences that were found and are not listed.</summary>
    public IEnumerable<string> Unlisted(IEnumerable<string> found) => found.Where(difference => !_differences.Contains(difference));

    /// <summary>Differences that are listed for one of the sources and were not found.</summary>
    public IEnumerable<string> Gone(IReadOnlySet<string> sources, IReadOnlySet<string> found) =>
        _differences.Where(difference => sources.Contains(difference[..difference.IndexOf(' ', StringComparison.Ordinal)]) && !found.Contains(difference));

    private static HashSet<string> Lines(JsonElement groups)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement group in groups.EnumerateArray())
        {
            if (group.GetProperty("reason").GetString() is not { Length: > 10 })
                throw new InvalidDataException($"differences.json: a group without a reason: {group}");
            foreach (JsonElement line in group.GetProperty("where").EnumerateArray())
            {
                if (!lines.Add(line.GetString()!))
                    throw new InvalidDataException($"differences.json: '{line}' is listed twice");
            }
        }

        return lines;
    }
}
