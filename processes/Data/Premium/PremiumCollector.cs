using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;
using Platform.Wire.V1;

namespace Platform.Data.Premium;

/// <summary>
/// Publishes each finished premium window at once and merges them into day files in batches. What a crash or a start in mid-window left
/// out is filled from the exchange's own premium bars at the start.
/// </summary>
internal sealed partial class PremiumCollector(
    BinanceMarketClient market, PremiumFiles files, Func<int, string> symbolOf, Action<PremiumIndexEvent> publish, TimeSpan interval, TimeProvider clock, TimeProvider realTime, ILogger log)
{
    private const int HistoryBars = 300;
    private const int QueueBars = 100_000;

    private readonly Channel<PremiumBar> _bars = Channel.CreateBounded<PremiumBar>(new BoundedChannelOptions(QueueBars) { SingleReader = true });
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Called by the sampler; never waits.</summary>
    public void Take(PremiumBar bar)
    {
        if (!_bars.Writer.TryWrite(bar))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Fills the recent past of the symbols from the exchange; a refusal only leaves the past empty.</summary>
    public async Task FillAsync(IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        long end_ms = Label.At(clock.NowMilliseconds()).Start_ms;
        foreach (string symbol in symbols)
        {
            Result<IReadOnlyList<RateKline>> read = await market.GetPremiumIndexKlinesAsync(
                symbol, BarInterval.M5.Name, end_ms - HistoryBars * Label.Length_ms, end_ms - 1, HistoryBars, cancel);
            Result<Done> stored = read.Then(bars => files.Merge(symbol, bars.Where(bar => bar.OpenTime_ms < end_ms).Select(bar => ToRow(symbol, bar))));
            if (stored.IsOk)
                continue;
            NoHistory(symbol, stored.Fault.Message);
            if (stored.Fault.IsTransient || stored.Fault.Kind is FaultKind.Exhausted)
                return;
        }
    }

    /// <summary>Works until cancelled, then stores what it has.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var waiting = new List<PremiumRow>();
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(interval, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_bars.Reader.TryRead(out PremiumBar bar))
            {
                var row = new PremiumRow(symbolOf(bar.Feed), bar.OpenTime_ms, bar.Open, bar.High, bar.Low, bar.Close, bar.Samples);
                publish(row.ToWire());
                waiting.Add(row);
            }

            if (waiting.Count > 0 && Store(waiting))
                waiting.Clear();
        }
    }

    private bool Store(List<PremiumRow> waiting)
    {
        foreach (IGrouping<string, PremiumRow> bySymbol in waiting.GroupBy(row => row.Symbol))
        {
            Result<Done> stored = files.Merge(bySymbol.Key, bySymbol);
            if (stored.IsOk)
                continue;
            NotStored(bySymbol.Key, stored.Fault.Message);
            return false;
        }

        return true;
    }

    private static PremiumRow ToRow(string symbol, RateKline bar) =>
        new(symbol, bar.OpenTime_ms, bar.Open.Units, bar.High.Units, bar.Low.Units, bar.Close.Units, 0);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Symbol}: no premium history ({Reason})")]
    private partial void NoHistory(string symbol, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Symbol}: premium windows are not stored: {Reason}; tried again")]
    private partial void NotStored(string symbol, string reason);
}
