using System.Text.RegularExpressions;
using Platform.TestKit.Archives;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;
using static Platform.TestKit.Archives.ArchiveFolder;

namespace Platform.Cli.Tests;

/// <summary>docs/guides/archives.md does what it says: its commands run in order, against a site on loopback.</summary>
public sealed partial class ArchivesGuideTests : IDisposable
{
    private const string Site = "https://data.binance.vision/data";

    private readonly TempFolder _folder = new("guide");

    [Fact]
    public async Task Commands_of_the_guide_run_and_write_the_files_it_lists()
    {
        var source = new ArchiveFolder(_folder.Folder("source"));
        foreach (string symbol in new[] { "BTCUSDT", "ETHUSDT" })
        {
            for (int month = 1; month <= 3; month++)
                source.Add(Monthly(symbol, $"2024-0{month}"), Trades(month, new DateTime(2024, month, 1), new DateTime(2024, month + 1, 1), 5000));
        }

        await using var site = new ArchiveSite(source.Root);
        string guide = await File.ReadAllTextAsync(Repository.Path("docs", "guides", "archives.md"));
        string[] blocks = [.. Fence().Matches(guide).Select(match => match.Groups[1].Value)];
        Assert.Equal(4, blocks.Length);
        string script = string.Concat(blocks).Replace(Site, site.Address, StringComparison.Ordinal).Replace("scripts/platform", BuiltProgram.Path("Cli", "platform"), StringComparison.Ordinal);
        await using ChildProcess shell = ChildProcess.Start("bash", ["-e", "-c", script], _folder.Folder("work"));
        Assert.True(await shell.ExitAsync(TimeSpan.FromMinutes(1)) == 0, shell.Output);

        Assert.Contains("0 pending, 0 leased, 2 done, 0 failed", shell.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 rows have features", shell.Output, StringComparison.Ordinal);
        Assert.StartsWith("minute,symbol,close,at_trade_count,at_base_volume", File.ReadLines(_folder.File("work", "joined.csv")).First(), StringComparison.Ordinal);
        string[] named = ["binance_aggTrades_1m_parquet/BTCUSDT/2024-01.parquet", "binance_aggTrades/BTCUSDT_aggTrades.csv", "binance_aggTrades/BTCUSDT_aggTrades.csv.meta.json"];
        Assert.All(named, file => Assert.True(guide.Contains($"`{file}`", StringComparison.Ordinal) && File.Exists(_folder.File("work", "features", file)), file));
        Assert.True(File.Exists(_folder.File("work", "store", "klines", "BTCUSDT", "2024-01-01.parquet")));
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
