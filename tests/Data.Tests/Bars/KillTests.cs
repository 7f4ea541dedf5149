using Grpc.Core;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Http;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Store.DuckDb;
using Platform.Wire.Market;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Data.Tests.Bars;

public sealed class KillTests
{
    private const int Symbols = 10;

    [Fact]
    public async Task Bars_equal_the_recording_also_when_the_process_is_killed_in_mid_window()
    {
        SkipWithoutDuckDb();
        await using RunningPair pair = await RunningPair.StartAsync(speed: 120);
        await pair.StartDataAsync();
        await pair.JournalledAsync(3 * Symbols);
        List<SymbolBar> before = pair.Journal();
        pair.Data!.Kill();
        await pair.Data.ExitAsync();

        await pair.StartDataAsync();
        await pair.JournalledAsync(before.Count + 4 * Symbols);

        List<SymbolBar> after = pair.Journal();
        Assert.Equal(before, after.Take(before.Count));
        Assert.All(after, bar => Assert.Equal((BarQuality.Ok, 0), (bar.Closed.Row.Quality, bar.Closed.Row.Revision)));
        foreach (IGrouping<string, SymbolBar> bars in after.GroupBy(bar => bar.Symbol))
            AssertContiguousAndRecorded(bars.Key, [.. bars]);
        await AssertServedAsync(pair, after);
    }

    private static void AssertContiguousAndRecorded(string symbol, SymbolBar[] bars)
    {
        Dictionary<long, (Price Open, Price High, Price Low, Price Close)> recorded = RecordedMinutes.Windows(symbol);
        for (int i = 0; i < bars.Length; i++)
        {
            Assert.Equal(bars[0].Closed.Row.OpenTime_ms + i * Label.Length_ms, bars[i].Closed.Row.OpenTime_ms);
            Bar bar = bars[i].Closed.Row.ToBar(symbol, BarInterval.M5);
            Assert.Equal((symbol, recorded[bar.OpenTime_ms]), (symbol, (bar.Open, bar.High, bar.Low, bar.Close)));
            if (i > 0)
                Assert.True(bars[i].Closed.FirstId == bars[i - 1].Closed.NextId, $"{symbol}: ids {bars[i - 1].Closed.NextId} to {bars[i].Closed.FirstId} are in no bar");
        }
    }

    /// <summary>The running process answers the same bars over gRPC, and the history before them from klines.</summary>
    private static async Task AssertServedAsync(RunningPair pair, List<SymbolBar> journal)
    {
        using RpcChannel channel = RpcChannel.ForAddress($"http://127.0.0.1:{pair.RpcPort}", new RpcChannelOptions { Token = new BearerToken(RunningPair.Token) });
        var client = new Wire.V1.Data.DataClient(channel);
        Label first = Label.At(journal[0].Closed.Row.OpenTime_ms), last = Label.At(journal.Where(bar => bar.Symbol == "BTCUSDT").Max(bar => bar.Closed.Row.OpenTime_ms));
        using AsyncServerStreamingCall<BarBatch> call = client.QueryBars(
            new QueryBarsRequest { Symbols = { "BTCUSDT" }, BeginLabel = (first + -12).ToString(), EndLabel = last.ToString() },
            new CallOptions(deadline: DateTime.UtcNow.AddSeconds(10)));
        var served = new List<Bar>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            served.AddRange(call.ResponseStream.Current.Bars.Select(bar => bar.ToDomain().Value));
        Bar[] expected = [.. journal.Where(bar => bar.Symbol == "BTCUSDT").Select(bar => bar.Closed.Row.ToBar(bar.Symbol, BarInterval.M5))];
        Assert.Equal(expected, served.Where(bar => bar.Quality != BarQuality.Official));
        Assert.Equal(12, served.Count(bar => bar.Quality == BarQuality.Official));
        UniverseReply universe = await client.GetUniverseAsync(new UniverseRequest(), new CallOptions(deadline: DateTime.UtcNow.AddSeconds(10)));
        Assert.Equal(Symbols, universe.Symbols.Count);
    }

    private static void SkipWithoutDuckDb()
    {
        Result<DuckDbDatabase> opened = DuckDbDatabase.Open();
        if (!opened.IsOk)
            Assert.Skip(opened.Fault.Message);
        opened.Value.Dispose();
    }
}
