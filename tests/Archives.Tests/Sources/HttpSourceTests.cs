using Platform.Archives.Building;
using Platform.Archives.Queues;
using Platform.Archives.Tests.Building;
using Platform.Domain.Market;
using Platform.TestKit.Archives;
using Xunit;
using static Platform.TestKit.Archives.ArchiveFolder;

namespace Platform.Archives.Tests.Sources;

public sealed class HttpSourceTests : IAsyncDisposable
{
    private const string Month = "2024-02";

    private static readonly AggTrade[] s_trades = Trades(1, new DateTime(2024, 2, 1), new DateTime(2024, 3, 1), 3000);

    private readonly BuildRun _run = new();
    private readonly ArchiveSite _site;

    public HttpSourceTests() => _site = new ArchiveSite(Directory.CreateDirectory(_run.Source.Root).FullName);

    [Fact]
    public async Task An_archive_is_fetched_used_and_removed()
    {
        _run.Source.Add(Monthly("币安人生USDT", Month), s_trades);
        await DoneAsync("币安人生USDT");
        _run.AssertFeatures("币安人生USDT", [Month], s_trades);
        Assert.Empty(Directory.GetFiles(_run.Output, "*.zip*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_kept_archive_is_a_source_and_is_not_fetched_again()
    {
        _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        await DoneAsync("BTCUSDT", options => options with { KeepZip = true });
        string kept = new ArchiveFolder(Path.Combine(_run.Output, "zip")).PathOf(Monthly("BTCUSDT", Month));
        Assert.True(File.Exists(kept));
        File.Delete(_run.Layout.MinuteFile("BTCUSDT", new(2024, 2)));
        await DoneAsync("BTCUSDT", options => options with { KeepZip = true });
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);
        Assert.Single(_site.Requests, request => request == $"GET {Monthly("BTCUSDT", Month)}");
    }

    [Fact]
    public async Task An_interrupted_download_is_resumed()
    {
        string path = _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        _site.Cut(Monthly("BTCUSDT", Month), times: 2);
        await DoneAsync("BTCUSDT");
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);
        long half = new FileInfo(path).Length / 2;
        Assert.Contains($"GET {Monthly("BTCUSDT", Month)} from {half}", _site.Requests);
    }

    [Fact]
    public async Task A_part_file_of_an_earlier_run_is_resumed_and_a_wrong_one_is_replaced()
    {
        string path = _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        byte[] content = await File.ReadAllBytesAsync(path);
        string part = new ArchiveFolder(Path.Combine(_run.Output, "zip")).PathOf(Monthly("BTCUSDT", Month)) + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        await File.WriteAllBytesAsync(part, content[..1000]);
        await DoneAsync("BTCUSDT");
        Assert.Contains($"GET {Monthly("BTCUSDT", Month)} from 1000", _site.Requests);

        File.Delete(_run.Layout.MinuteFile("BTCUSDT", new(2024, 2)));
        await File.WriteAllBytesAsync(part, new byte[500]);
        await DoneAsync("BTCUSDT");
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);

        File.Delete(_run.Layout.MinuteFile("BTCUSDT", new(2024, 2)));
        await File.WriteAllBytesAsync(part, content);
        int asked = _site.Requests.Count(request => request.StartsWith($"GET {Monthly("BTCUSDT", Month)}", StringComparison.Ordinal) && !request.EndsWith("CHECKSUM", StringComparison.Ordinal));
        await DoneAsync("BTCUSDT");
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);
        Assert.Equal(asked, _site.Requests.Count(request => request.StartsWith($"GET {Monthly("BTCUSDT", Month)}", StringComparison.Ordinal) && !request.EndsWith("CHECKSUM", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_transient_error_is_retried_and_a_permanent_one_fails_the_symbol()
    {
        _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        _site.Fail(Monthly("BTCUSDT", Month), 503, times: 3);
        await DoneAsync("BTCUSDT");
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);

        _run.Source.Add(Monthly("ETHUSDT", Month), s_trades);
        _site.Fail(Monthly("ETHUSDT", Month), 403, times: 99);
        WorkEntry left = (await BuildAsync("ETHUSDT"))["ETHUSDT"];
        Assert.Equal(WorkState.Failed, left.State);
        Assert.Contains("answers 403", left.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_checksum_fails_and_leaves_nothing_behind()
    {
        string path = _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        await File.WriteAllTextAsync(path + ".CHECKSUM", new string('1', 64) + "  BTCUSDT-aggTrades-2024-02.zip\n");
        WorkEntry left = (await BuildAsync("BTCUSDT"))["BTCUSDT"];
        Assert.Contains("does not match its checksum", left.Result, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_run.Output, "*.*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Months_long_before_the_first_archive_are_not_asked_for_day_by_day()
    {
        _run.Source.Add(Monthly("BTCUSDT", Month), s_trades);
        Assert.All((await _run.BuildAsync("BTCUSDT", "2020-01", "2024-02", Options)).Values, entry => Assert.Equal(WorkState.Done, entry.State));
        _run.AssertFeatures("BTCUSDT", [Month], s_trades);
        Assert.Equal(50, _site.Requests.Count(request => request.Contains("monthly", StringComparison.Ordinal) && request.EndsWith(".zip", StringComparison.Ordinal)));
        Assert.Equal(31 + 31, _site.Requests.Count(request => request.StartsWith("HEAD", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _run.Dispose();
    }

    private BuildOptions Options(BuildOptions options) => options with { Source = _site.Address };

    private Task<Dictionary<string, WorkEntry>> BuildAsync(string symbol) => _run.BuildAsync(symbol, Month, Month, Options);

    private Task DoneAsync(string symbol, Func<BuildOptions, BuildOptions>? change = null) =>
        _run.DoneAsync(symbol, Month, Month, options => Options(change?.Invoke(options) ?? options));
}
