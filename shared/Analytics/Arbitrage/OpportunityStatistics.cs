namespace Platform.Analytics.Arbitrage;

/// <summary>What ended opportunities of one key amount to.</summary>
/// <param name="Key">Symbol and exchanges, or the hour of the day.</param>
/// <param name="Survived50">How many still qualified 50 ms after their first sight.</param>
/// <param name="Duration_ms">The mean.</param>
/// <param name="Profit">Net of the best instant times its notional, in quote currency, summed: an upper bound.</param>
public sealed record OpportunityTotals(
    string Key, int Count, int Survived50, int Survived100, int Survived250, double Duration_ms, double DurationMax_ms, double BestNet_bps, decimal Profit);

/// <summary>Sums up ended opportunities: all, by pair and by UTC hour. Bounded by the number of pairs. One thread.</summary>
public sealed class OpportunityStatistics
{
    private readonly Dictionary<string, Sums> _pairs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sums> _hours = new(StringComparer.Ordinal);
    private readonly Sums _all = new();

    public OpportunityTotals All => _all.ToTotals("all");

    /// <summary>By symbol and exchanges, the most frequent first.</summary>
    public IReadOnlyList<OpportunityTotals> ByPair => [.. Totals(_pairs).OrderByDescending(row => row.Count).ThenBy(row => row.Key, StringComparer.Ordinal)];

    /// <summary>By UTC hour of the first sight, in order.</summary>
    public IReadOnlyList<OpportunityTotals> ByHour => [.. Totals(_hours).OrderBy(row => row.Key, StringComparer.Ordinal)];

    public void Add(Opportunity ended)
    {
        _all.Add(ended);
        Find(_pairs, $"{ended.Symbol} {ended.First.Buy}>{ended.First.Sell}").Add(ended);
        Find(_hours, DateTimeOffset.FromUnixTimeMilliseconds(ended.First_ns / 1_000_000).ToString("yyyy-MM-dd'T'HH", System.Globalization.CultureInfo.InvariantCulture)).Add(ended);
    }

    private static Sums Find(Dictionary<string, Sums> rows, string key)
    {
        if (!rows.TryGetValue(key, out Sums? sums))
            rows[key] = sums = new Sums();
        return sums;
    }

    private static IEnumerable<OpportunityTotals> Totals(Dictionary<string, Sums> rows) => rows.Select(row => row.Value.ToTotals(row.Key));

    private sealed class Sums
    {
        private int _count, _survived50, _survived100, _survived250;
        private double _duration_ms, _longest_ms, _best_bps = double.NegativeInfinity;
        private decimal _profit;

        public void Add(Opportunity ended)
        {
            _count++;
            _survived50 += ended.Survives(50) ? 1 : 0;
            _survived100 += ended.Survives(100) ? 1 : 0;
            _survived250 += ended.Survives(250) ? 1 : 0;
            _duration_ms += ended.Duration_ms;
            _longest_ms = Math.Max(_longest_ms, ended.Duration_ms);
            _best_bps = Math.Max(_best_bps, ended.Best.Net_bps);
            _profit += ended.Best.Size * ended.Best.Ask * (decimal)ended.Best.Net_bps / 10_000m;
        }

        public OpportunityTotals ToTotals(string key) =>
            new(key, _count, _survived50, _survived100, _survived250, _count == 0 ? 0 : _duration_ms / _count, _longest_ms, _count == 0 ? 0 : _best_bps, _profit);
    }
}
