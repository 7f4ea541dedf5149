using Microsoft.Extensions.Logging;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.History;

/// <summary>
/// Keeps the history complete for the loaded calculators: fills it at the start and after a change of needs, and before each run repairs
/// what the bus did not deliver. Used by the run loop only; the feed writes into the current history.
/// </summary>
internal sealed partial class HistoryKeeper(BarQueries queries, ILogger log)
{
    /// <summary>Bars before the newest that are read again after a loss on the bus; later losses are detected later.</summary>
    private const int LossyBars = 24;

    private readonly ILogger _log = log;
    private MarketHistory _current = new(HistoryNeeds.Of([]));
    private readonly HashSet<string> _filled = new(StringComparer.Ordinal);

    /// <summary>The current history; the feed writes into it.</summary>
    public MarketHistory Current => Volatile.Read(ref _current);

    /// <summary>Starts a new history when the calculators need more than the current one stores; it is filled before the next run.</summary>
    public void Fit(IEnumerable<CalculatorNeeds> calculators)
    {
        HistoryNeeds needs = HistoryNeeds.Of(calculators);
        if (Current.Needs.Covers(needs))
            return;
        Volatile.Write(ref _current, new MarketHistory(needs));
        _filled.Clear();
    }

    /// <summary>Completes the history up to the label. Faults are logged; bars that are still missing are missing in the snapshot.</summary>
    public async Task CompleteAsync(Label label, IReadOnlyList<string> symbols, IReadOnlyList<string> lossy, CancellationToken cancel)
    {
        List<string> fresh = [.. symbols.Where(symbol => !_filled.Contains(symbol))], known = [.. symbols.Where(_filled.Contains)];
        bool whole = true;
        foreach (SeriesNeed need in Current.Needs.Series.Values)
        {
            long last_ms = MarketHistory.LastClosed(need.Interval, label);
            if (fresh.Count > 0)
                whole &= await ReadAsync(need.Interval, fresh, last_ms - (need.Lookback - 1) * need.Interval.Length_ms, last_ms, cancel);
            await RepairAsync(need.Interval, known, [.. known.Intersect(lossy)], last_ms, cancel);
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

    /// <summary>Groups symbols by their first missing bar, one query for each group, so that an outage of the bus causes one query.</summary>
    private async Task RepairAsync(BarInterval interval, List<string> symbols, List<string> lossy, long last_ms, CancellationToken cancel)
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
