using Microsoft.Extensions.Logging;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Reference;

/// <summary>
/// Fills the windows that a crash or a start within a window left missing from the exchange's own premium bars, once at the start.
/// </summary>
internal sealed partial class PremiumHistory(BinanceMarketClient market, PremiumFiles files, TimeProvider clock, ILogger log)
{
    private const int HistoryBars = 300;

    /// <summary>Fills the recent past of the symbols from the exchange; when the exchange refuses, the past stays empty.</summary>
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

    private static PremiumRow ToRow(string symbol, RateKline bar) =>
        new(symbol, bar.OpenTime_ms, bar.Open.Units, bar.High.Units, bar.Low.Units, bar.Close.Units, 0);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Symbol}: no premium history ({Reason})")]
    private partial void NoHistory(string symbol, string reason);
}
