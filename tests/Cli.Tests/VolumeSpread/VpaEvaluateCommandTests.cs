using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.VolumeSpread;

/// <summary>platform vpa evaluate on the recorded month, and the guide that shows its tables.</summary>
public sealed class VpaEvaluateCommandTests : IDisposable
{
    private readonly TempFolder _root = new("evaluate");

    [Fact]
    public async Task The_tables_of_the_guide_are_what_the_command_prints()
    {
        string folder = RecordedData.Path("binance-usdm-1m");
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["vpa", "evaluate", "--input", folder, "--json", _root.File("rows.jsonl")]);
        Assert.Equal(0, await command.ExitAsync(TimeSpan.FromSeconds(60)));
        string[] guide = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "guides", "volume-spread.md"));
        string[] printed = [.. command.Output.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.TrimEnd())];
        Assert.NotEmpty(printed);
        Assert.Empty(printed.Except(guide));
        Assert.Contains("296 tests", command.Output);
        Assert.Contains("0 are accepted", command.Output);
        JsonElement[] rows = [.. File.ReadLines(_root.File("rows.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(rows, row => Assert.False(row.GetProperty("stands").GetBoolean()));
        Assert.Contains(rows, row => row.GetProperty("signal").GetString() == "selling_climax" && row.GetProperty("coulling_name").GetString() == "buying_climax");
    }

    public void Dispose() => _root.Dispose();
}
