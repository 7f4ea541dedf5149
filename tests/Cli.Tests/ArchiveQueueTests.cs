using System.Text.RegularExpressions;
using Platform.Domain.Market;
using Platform.TestKit.Archives;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;
using static Platform.TestKit.Archives.ArchiveFolder;

namespace Platform.Cli.Tests;

/// <summary>Real workers that share a queue; one of them is killed in the middle of a symbol.</summary>
public sealed partial class ArchiveQueueTests : IAsyncDisposable
{
    private static readonly string[] s_symbols = ["AAAUSDT", "BBBUSDT", "CCCUSDT", "DDDUSDT", "EEEUSDT"];
    private static readonly string[] s_months = ["2024-01", "2024-02", "2024-03"];

    private readonly TempFolder _folder = new("workers");
    private readonly ArchiveSite _site;

    public ArchiveQueueTests()
    {
        var source = new ArchiveFolder(_folder.Folder("source"));
        foreach (string symbol in s_symbols)
        {
            for (int month = 1; month <= s_months.Length; month++)
                source.Add(Monthly(symbol, s_months[month - 1]), Trades(month, new DateTime(2024, month, 1), new DateTime(2024, month + 1, 1), 200));
        }

        _site = new ArchiveSite(source.Root);
    }

    [Fact]
    public Task After_a_worker_is_killed_every_symbol_is_built_once_with_a_file_queue() => KillAsync(_folder.File("queue.json"));

    [Fact]
    public async Task After_a_worker_is_killed_every_symbol_is_built_once_with_a_PostgreSQL_queue()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await KillAsync(server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    private async Task KillAsync(string queue)
    {
        // The first worker hangs in the second month of the second symbol.
        string held = Monthly(s_symbols[1], s_months[1]);
        _site.Hold(held);
        await using ChildProcess first = Start(queue, "out");
        await Eventually.TrueAsync(() => _site.Requests.Contains($"GET {held}"));
        first.Kill();
        await using ChildProcess second = Start(queue, "out"), third = Start(queue, "out");
        Assert.True(await second.ExitAsync() == 0, second.Output);
        Assert.True(await third.ExitAsync() == 0, third.Output);

        string all = first.Output + second.Output + third.Output;
        Assert.Equal(
            s_symbols.SelectMany(symbol => s_months.Select(month => $"{symbol} {month}")).Order(),
            Built().Matches(all).Select(match => match.Groups[1].Value).Order());
        Assert.DoesNotContain("secret-of-the-test", all, StringComparison.Ordinal);
        await AssertAsBuiltAloneAsync();

        await using ChildProcess status = Run("status", "--queue", queue);
        Assert.Equal(0, await status.ExitAsync());
        Assert.Contains("0 pending, 0 leased, 5 done, 0 failed", status.Output, StringComparison.Ordinal);
    }

    private async Task AssertAsBuiltAloneAsync()
    {
        await using ChildProcess alone = Run([.. Arguments("alone")]);
        Assert.True(await alone.ExitAsync() == 0, alone.Output);
        string[] files = [.. Directory.GetFiles(_folder.File("alone"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.File("alone"), path)).Order()];
        Assert.Equal(5 * (3 + 2), files.Length);
        Assert.Equal(files, Directory.GetFiles(_folder.File("out"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.File("out"), path)).Where(path => !path.EndsWith(".part", StringComparison.Ordinal)).Order());
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(_folder.File("alone", file)), File.ReadAllBytes(_folder.File("out", file))));
    }

    private ChildProcess Start(string queue, string output) => Run([.. Arguments(output), "--queue", queue, "--lease", "2"]);

    private string[] Arguments(string output) =>
        ["build", "--source", _site.Address, "--symbols", string.Join(',', s_symbols), "--from", s_months[0], "--to", s_months[^1], "--out", _folder.File(output)];

    private static ChildProcess Run(params string[] arguments) => ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["archive", .. arguments]);

    [GeneratedRegex(@"^(\w+ \d{4}-\d{2}): \d+ trades", RegexOptions.Multiline)]
    private static partial Regex Built();
}
