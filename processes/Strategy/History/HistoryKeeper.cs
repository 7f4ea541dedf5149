using Microsoft.Extensions.Logging;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.History;

/// <summary>
/// Keeps the history fit for the loaded calculators: fills it at start and after a change of needs, and before each run repairs
/// what the bus did not bring. Used by the run loop only; the feed writes into the history it shows.
/// </summary>
internal sealed partial class HistoryKeeper(BarQueries queries, ILogger log)
{
    /// <summary>Bars read again after a loss on the bus, before the newest: later losses are seen later.</summary>
    private const int LossyBars = 24;

    private readonly ILogger _log = log;
    private MarketHistory _current = new(HistoryNeeds.Of([]));
    private readonly HashSet<string> _filled = new(StringComparer.Ordinal);

    /// <summary>The history in use; the feed writes here.</summary>
    public MarketHistory Current => Volatile.Read(ref _current);

    /// <summary>Starts another history when the calculators need what is not kept; it is filled before the next run.</summary>
    public void Fit(IEnumerable<CalculatorNeeds> calculators)
    {
        HistoryNeeds needs = HistoryNeeds.Of(calculators);
        if (Current.Needs.Covers(needs))
            return;
        Volatile.Write(ref _current, new MarketHistory(needs));
        _filled.Clear();
    }

    /// <summary>Brings the history up to the label. Faults are logged; what is missing then is missing in the snapshot.</summary>
    public async Task CompleteAsync(Label label, IReadOnlyList<string> symbols, IReadOnlyList<string> lossy, CancellationToken cancel)
    {
        List<string> fresh = [.. symbols.Where(symbol => !_filled.Contains(symbol))], known = [.. symbols.Where(_filled.Contains)];
        bool whole = true;
        foreach (SeriesNeed need in Current.Needs.Series.Values)
        {
            long last_ms = MarketHistory.LastClosed(need.Interval, label);
            if (fresh.Count > 0)
                whole &= await ReadAsync(need.Interval, fresh, last_ms - (need.Lookback - 1) * need.Interval.Length_ms, last_ms, cancel);
            await MendAsync(need.Interval, known, [.. known.Intersect(lossy)], last_ms, cancel);
        }

        if (fresh.Count > 0 && Current.Needs is { } needs && (needs.FundingPoints > 0 || needs.PremiumBars > 0))
        {
            // Funding is settled at least every eight hours, 96 windows.
            int windows = Math.Max(needs.PremiumBars, needs.FundingPoints * 96);
            whole &= (await queries.ReadFundingAndPremiumAsync(Current, fresh, label + -windows, label, cancel)).IsOk;
        }

        if (whole)
            _filled.UnionWith(fresh);
    }

    /// <summary>One query for each first missing bar that symbols share: a whole outage of the bus is one query.</summary>
    private async Task MendAsync(BarInterval interval, List<string> symbols, List<string> lossy, long last_ms, CancellationToken cancel)
    {
        IReadOnlyList<(string Symbol, long From_ms)> lacking = Current.Lacking(interval, symbols, last_ms);
        foreach (IGrouping<long, string> group in lacking.GroupBy(row => row.From_ms, row => row.Symbol))
            await ReadAsync(interval, [.. group], group.Key, last_ms, cancel);
        if (lossy.Count > 0)
            await ReadAsync(interval, lossy, last_ms - (LossyBars - 1) * interval.Length_ms, last_ms, cancel);
    }

    private async Task<bool> ReadAsync(BarInterval interval, IReadOnlyList<string> symbols, long from_ms, long to_ms, CancellationToken cancel)
    {
        Result<int> read = await queries.ReadAsync(Current, interval, symbols, from_ms, to_ms, cancel);
        if (read.TryGet(out int bars, out Fault? fault))
            Filled(bars, interval.Name, symbols.Count);
        else
            NotFilled(fault.Message);
        return read.IsOk;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Read {Bars} {Interval} bars of {Symbols} symbols from data")]
    private partial void Filled(int bars, string interval, int symbols);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history has missing bars: {Why}")]
    private partial void NotFilled(string why);
}
