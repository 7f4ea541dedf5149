using Platform.Analytics.Execution;
using Platform.Domain.Instruments;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Gateway;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>
/// Quotes, recent volumes and contract states for open parents. One request serves all callers within a second, so that a thousand
/// parents use no more weight than one. Owned by the account's context.
/// </summary>
internal sealed class MarketBoard(BinanceMarketClient market, AccountReader reader, TimeProvider clock, TimeProvider realTime)
{
    private const long VolumeAgeMax_ms = UnixTime.MillisecondsPerMinute;
    private const long DayVolumeAgeMax_ms = 10 * UnixTime.MillisecondsPerMinute;
    private const int VolumeMinutes = 5;
    private static readonly TimeSpan s_quoteAgeMax = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (long At_ms, Quantity Volume)> _volumes = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, BestQuote> _quotes = new Dictionary<string, BestQuote>();
    private IReadOnlyDictionary<string, Notional> _dayVolumes = new Dictionary<string, Notional>();
    private Task? _reading;
    private long _quotesAt = long.MinValue;
    private long _dayVolumesAt_ms = long.MinValue / 2;

    /// <summary>Stores the quotes read for a plan, so that they serve the first decisions of its parents.</summary>
    public void Take(PlanningSnapshot snapshot)
    {
        if (snapshot.Quotes.Count > 0)
            (_quotes, _quotesAt) = (snapshot.Quotes, realTime.GetTimestamp());
    }

    /// <summary>Null when the exchange lists no such contract, or its list cannot be read.</summary>
    public async Task<Instrument?> InstrumentAsync(string symbol, CancellationToken cancel) => (await reader.InstrumentsAsync(cancel)).GetValueOrDefault(symbol);

    /// <summary>The current market; a quote that cannot be read is missing.</summary>
    /// <param name="closed">The reason why nothing may be sent in any market; empty for none.</param>
    public async Task<MarketView> ViewAsync(string symbol, bool withVolume, string closed, CancellationToken cancel)
    {
        await RefreshQuotesAsync(cancel);
        Quantity? volume = withVolume ? await RecentVolumeAsync(symbol, cancel) : null;
        Instrument? instrument = await InstrumentAsync(symbol, cancel);
        if (closed.Length == 0 && instrument is { Status: not InstrumentStatus.Trading })
            closed = $"{symbol} is {instrument.Status}";
        return _quotes.TryGetValue(symbol, out BestQuote? quote)
            ? new MarketView(quote.Bid.Price, quote.Bid.Quantity, quote.Ask.Price, quote.Ask.Quantity, volume, closed)
            : new MarketView(Price.Zero, Quantity.Zero, Price.Zero, Quantity.Zero, volume, closed);
    }

    /// <summary>Mid price of the last quote; zero when there was none.</summary>
    public Price LastMiddle(string symbol) => _quotes.TryGetValue(symbol, out BestQuote? quote)
        ? new MarketView(quote.Bid.Price, quote.Bid.Quantity, quote.Ask.Price, quote.Ask.Quantity, null, "").Middle
        : Price.Zero;

    /// <summary>Quote volume of the last 24 hours; zero when it is not known.</summary>
    public async Task<Notional> DayVolumeAsync(string symbol, CancellationToken cancel) => (await DayVolumesAsync(cancel)).GetValueOrDefault(symbol);

    /// <summary>Quote volumes of the last 24 hours by symbol, at most ten platform minutes old.</summary>
    public async Task<IReadOnlyDictionary<string, Notional>> DayVolumesAsync(CancellationToken cancel)
    {
        if (Math.Abs(clock.NowMilliseconds() - _dayVolumesAt_ms) > DayVolumeAgeMax_ms)
        {
            _dayVolumesAt_ms = clock.NowMilliseconds();
            Result<IReadOnlyList<DayVolume>> read = await market.GetDayVolumesAsync(cancel);
            if (read.IsOk)
                _dayVolumes = read.Value.ToDictionary(row => row.Symbol, row => row.QuoteVolume, StringComparer.Ordinal);
        }

        return _dayVolumes;
    }

    private async Task RefreshQuotesAsync(CancellationToken cancel)
    {
        if (_quotesAt != long.MinValue && realTime.GetElapsedTime(_quotesAt) < s_quoteAgeMax)
            return;
        _reading ??= ReadQuotesAsync(cancel);
        Task reading = _reading;
        await reading;
        if (_reading == reading)
            _reading = null;
    }

    private async Task ReadQuotesAsync(CancellationToken cancel)
    {
        long asked = realTime.GetTimestamp();
        Result<IReadOnlyList<BestQuote>> read = await market.GetBestQuotesAsync(null, cancel);
        // An outdated quote must not be used.
        _quotes = read.IsOk ? read.Value.ToDictionary(row => row.Symbol, StringComparer.Ordinal) : new Dictionary<string, BestQuote>();
        _quotesAt = asked;
    }

    /// <summary>Volume traded in the last five minutes; null when it cannot be read.</summary>
    private async Task<Quantity?> RecentVolumeAsync(string symbol, CancellationToken cancel)
    {
        long now_ms = clock.NowMilliseconds();
        if (_volumes.TryGetValue(symbol, out (long At_ms, Quantity Volume) known) && now_ms - known.At_ms < VolumeAgeMax_ms)
            return known.Volume;
        Result<IReadOnlyList<Kline>> read = await market.GetKlinesAsync(symbol, "1m", now_ms - VolumeMinutes * UnixTime.MillisecondsPerMinute, null, VolumeMinutes + 1, cancel);
        if (!read.IsOk)
            return null;
        Int128 sum = read.Value.Aggregate((Int128)0, (total, kline) => total + kline.Volume.Units);
        Quantity volume = Quantity.FromUnits((long)Int128.Min(long.MaxValue, sum));
        _volumes[symbol] = (now_ms, volume);
        return volume;
    }
}
