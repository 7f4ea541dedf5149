using System.Text.Json;
using Xunit;

namespace Platform.Architecture;

/// <summary>
/// Counts of what the style forbids and the tree still holds, in <c>ratchet.json</c>: a count may fall, never rise.
/// Who lowers one writes the new number there.
/// </summary>
internal static class Ratchet
{
    private static readonly Lazy<Dictionary<string, int>> s_limits = new(() =>
        JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Architecture", "ratchet.json")))!);

    /// <summary>Passes when <paramref name="count"/> is the number on file, 0 when the name is not there: one that fell is written down, so that it cannot rise again.</summary>
    public static void Holds(string name, int count, Func<string> describe)
    {
        int limit = s_limits.Value.GetValueOrDefault(name);
        Assert.True(count <= limit, count <= limit ? "" : $"'{name}' is {count}; ratchet.json allows {limit}.\n{describe()}");
        Assert.True(count == limit, $"'{name}' fell to {count}: write it into ratchet.json, which still allows {limit}.");
    }

    public static void Holds(string name, IReadOnlyCollection<string> rows) => Holds(name, rows.Count, () => string.Join('\n', rows));
}
