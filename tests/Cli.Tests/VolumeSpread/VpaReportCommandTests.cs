using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.VolumeSpread;

/// <summary>platform vpa report, through the real command.</summary>
public sealed class VpaReportCommandTests : IDisposable
{
    private readonly TempFolder _root = new("report");

    [Fact]
    public async Task A_recorded_day_becomes_a_page_without_scripts_with_signals_phases_and_agreement()
    {
        (int code, string output) = await RunAsync("--input", RecordedData.Path("binance-usdm-1m"), "--symbols", "BTCUSDT,ENAUSDT", "--day", "2025-05-31", "--html", _root.File("day.html"));
        Assert.True(code == 0, output);
        Assert.Contains("2025-05-31, 926 closed bars", output);
        string page = File.ReadAllText(_root.File("day.html"));
        foreach (string part in new[] { "<h1>Volume spread, 2025-05-31 UTC</h1>", "<td>selling_climax</td><td class=\"text\">buying_climax</td>", "phases of ENAUSDT 4h", "mean consistency" })
            Assert.Contains(part, page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("NaN", page);
    }

    [Theory]
    [InlineData("31.05.2025", "--day '31.05.2025' is not a day; expected YYYY-MM-DD")]
    [InlineData("2031-01-01", "it has bars from 2023-11-15 to 2023-11-15")]
    public async Task An_invalid_day_or_a_day_without_bars_is_refused(string day, string expected)
    {
        File.WriteAllLines(_root.File("<b>USDT-1m.csv"), Enumerable.Range(0, 10).Select(minute => $"{1_700_006_400_000L + minute * 60_000L},1,1,1,1,1"));
        (int code, string output) = await RunAsync("--input", _root.Path, "--day", day, "--html", _root.File("day.html"));
        Assert.Equal(2, code);
        Assert.Contains(expected, output);
        Assert.False(File.Exists(_root.File("day.html")));
    }

    [Fact]
    public async Task A_symbol_is_text_and_never_markup()
    {
        File.WriteAllLines(_root.File("<b>USDT-1m.csv"), Enumerable.Range(0, 10).Select(minute => $"{1_700_006_400_000L + minute * 60_000L},1,1,1,1,1"));
        (int code, string output) = await RunAsync("--input", _root.Path, "--day", "2023-11-15", "--html", _root.File("day.html"));
        Assert.True(code == 0, output);
        Assert.DoesNotContain("<b>", File.ReadAllText(_root.File("day.html")));
    }

    public void Dispose() => _root.Dispose();

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["vpa", "report", .. arguments]);
        return (await command.ExitAsync(TimeSpan.FromSeconds(60)), command.Output);
    }
}
