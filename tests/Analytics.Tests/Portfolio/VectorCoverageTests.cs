using System.Text.Json;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

/// <summary>No vector of portfolio, execution, costs, wear and performance is left without a test that reads it.</summary>
public sealed class VectorCoverageTests
{
    /// <summary>Vectors whose fields are cases of their own: each is read by its name too.</summary>
    private static readonly HashSet<string> s_cases = ["TGT-6 qty", "TGT-7 deltas", "TGT-8 hedge"];

    [Theory]
    [InlineData("TGT-", 11)]
    [InlineData("EX-", 7)]
    [InlineData("TCA-", 3)]
    [InlineData("WEAR-", 2)]
    [InlineData("PF-", 6)]
    public void Every_vector_of_the_section_is_read_by_a_test(string section, int least)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RecordedData.Spec("quant-vectors.json")));
        JsonProperty[] vectors = [.. document.RootElement.EnumerateObject().Where(vector => vector.Name.StartsWith(section, StringComparison.Ordinal))];
        string sources = string.Join('\n', Directory.GetFiles(Repository.Path("tests", "Analytics.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != $"{nameof(VectorCoverageTests)}.cs").Select(File.ReadAllText));

        IEnumerable<string> names = vectors.SelectMany(vector => s_cases.Contains(vector.Name) ? vector.Value.EnumerateObject().Select(field => field.Name).Prepend(vector.Name) : [vector.Name]);
        string[] unread = [.. names.Where(name => !sources.Contains($"\"{name}\"", StringComparison.Ordinal))];
        Assert.True(unread.Length == 0, $"no test reads {string.Join(", ", unread)}");
        Assert.True(vectors.Length >= least, $"{vectors.Length} vectors {section}, expected at least {least}");
    }
}
