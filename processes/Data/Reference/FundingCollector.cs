using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Data.Store;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Reference;

/// <summary>Fetches settled fundings: some days back at the start, then after every full hour of platform time; stores and publishes each once.</summary>
internal sealed partial class FundingCollector(
    BinanceMarketClient market, FundingFiles files, FeedSymbols feeds, BusPublisher bus, TimeProvider clock, ILogger log)
{
    private const int DefaultIntervalHours = 8;
    private const int PageRows = 1_000;

    /// <summary>Wait after the full hour, because settlements may arrive late.</summary>
    private const long Delay_ms = 5_000;
    private const long History_ms = 3 * UnixTime.MillisecondsPerDay;

    private readonly HashSet<(string, long)> _seen = [];
    private Dictionary<string, int> _intervals = new(StringComparer.Ordinal);
    private long _rows;

    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Collects until cancelled; a failed hour is fetched with the next.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        long from_ms = clock.NowMilliseconds() - History_ms;
        bool isHistory = true;
        while (!cancel.IsCancellationRequested)
        {
            long now_ms = clock.NowMilliseconds();

            // After the clock went back, does not wait until it has passed the hour of the newest rows again.
            from_ms = Math.Min(from_ms, now_ms - UnixTime.MillisecondsPerHour);
            Result<Done> collected = await CollectAsync(from_ms, now_ms, isHistory, cancel);
            if (collected.IsOk)
                (from_ms, isHistory) = (now_ms - UnixTime.MillisecondsPerHour, false);
            else
                NotCollected(collected.Fault.Message);
            now_ms = clock.NowMilliseconds();
            long next_ms = UnixTime.FloorTo(now_ms, UnixTime.MillisecondsPerHour) + UnixTime.MillisecondsPerHour + Delay_ms;
            await Task.Delay(TimeSpan.FromMilliseconds(next_ms - now_ms), clock, cancel);
        }
    }

    private async Task<Result<Done>> CollectAsync(long from_ms, long to_ms, bool isHistory, CancellationToken cancel)
    {
        Result<IReadOnlyList<FundingTerms>> terms = await market.GetFundingTermsAsync(cancel);
        if (terms.IsOk)
            _intervals = terms.Value.ToDictionary(row => row.Symbol, row => row.IntervalHours, StringComparer.Ordinal);
        var wanted = feeds.Collected.ToHashSet(StringComparer.Ordinal);
        var fresh = new List<FundingRow>();
        while (true)
        {
            Result<IReadOnlyList<FundingRate>> page = await market.GetFundingRatesAsync(null, from_ms, to_ms, PageRows, cancel);
            if (!page.TryGet(out IReadOnlyList<FundingRate>? rates, out Fault? fault))
                return fault;
            fresh.AddRange(rates.Where(rate => wanted.Contains(rate.Symbol) && _seen.Add((rate.Symbol, rate.FundingTime_ms))).Select(ToRow));
            if (rates.Count < PageRows || rates[^1].FundingTime_ms <= from_ms)
                break;
            from_ms = rates[^1].FundingTime_ms;
        }

        return Store(fresh, isHistory);
    }

    private Result<Done> Store(List<FundingRow> fresh, bool isHistory)
    {
        foreach (IGrouping<string, FundingRow> bySymbol in fresh.GroupBy(row => row.Symbol))
        {
            Result<Done> written = files.Merge(bySymbol.Key, bySymbol);
            if (written.IsOk)
                continue;
            foreach (FundingRow row in fresh)
                _seen.Remove((row.Symbol, row.Time_ms));
            return written;
        }

        Interlocked.Add(ref _rows, fresh.Count);
        foreach (FundingRow row in fresh.Where(_ => !isHistory))
            bus.Publish(BusTopics.Funding.Of(row.Symbol), row.ToWire(), row.Time_ms);
        return Done.Value;
    }

    private FundingRow ToRow(FundingRate rate) => new(
        rate.Symbol, rate.FundingTime_ms, rate.Rate.Units, rate.MarkPrice.Units, _intervals.GetValueOrDefault(rate.Symbol, DefaultIntervalHours));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Funding rates are not collected: {Reason}; the next attempt is in the next hour")]
    private partial void NotCollected(string reason);
}
