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
internal sealed class MarketBoard(BinanceMarketClient market, IOrderGateway gateway, AccountReader reader, TimeProvider clock, TimeProvider realTime)
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
    private long _quotesRead_ms = long.MinValue / 2;
    private long _dayVolumesAt_ms = long.MinValue / 2;

    /// <summary>Stores the quotes read for a plan, so that they serve the first decisions of its parents.</summary>
    public void Take(PlanningSnapshot snapshot)
    {
        if (snapshot.Quotes.Count > 0)
            (_quotes, _quotesAt, _quotesRead_ms) = (snapshot.Quotes, realTime.GetTimestamp(), snapshot.At_ms);
    }

    /// <summary>Null when the exchange lists no such contract, or its list cannot be read.</summary>
    public async Task<Instrument?> InstrumentAsync(string symbol, CancellationToken cancel) => (await reader.InstrumentsAsync(cancel)).GetValueOrDefault(symbol);

    /// <summary>
    /// The market as it is now. A quote that cannot be read, or is older than allowed, is missing: neither its prices nor the
    /// quantities at them are acted on; what opens then waits, and what reduces goes by its arrival price.
    /// </summary>
    public async Task<MarketView> ViewAsync(string symbol, ViewTerms terms, CancellationToken cancel)
    {
        await RefreshQuotesAsync(terms.QuoteAgeMax_ms / 2, cancel);
        Quantity? volume = terms.WithVolume ? await RecentVolumeAsync(symbol, cancel) : null;
        Instrument? instrument = await InstrumentAsync(symbol, cancel);
        string closed = terms.Closed.Length == 0 && instrument is { Status: not InstrumentStatus.Trading } ? $"{symbol} is {instrument.Status}" : terms.Closed;
        bool isKnown = _quotes.TryGetValue(symbol, out BestQuote? quote);
        if (quote?.AgeAt(clock.NowMilliseconds()) is { } age_ms && age_ms > terms.QuoteAgeMax_ms)
        {
            isKnown = false;
            closed = closed.Length == 0 && !terms.Reduces ? $"{symbol}: the last quote is {age_ms} ms old" : closed;
        }

        return isKnown && quote is not null
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

    /// <param name="ageMax_ms">On a fast clock a real second may be too long.</param>
    private async Task RefreshQuotesAsync(double ageMax_ms, CancellationToken cancel)
    {
        if (_quotesAt != long.MinValue && realTime.GetElapsedTime(_quotesAt) < s_quoteAgeMax && clock.NowMilliseconds() - _quotesRead_ms <= ageMax_ms)
            return;
        _reading ??= ReadQuotesAsync(cancel);
        Task reading = _reading;
        await reading;
        if (_reading == reading)
            _reading = null;
    }

    private async Task ReadQuotesAsync(CancellationToken cancel)
    {
        (long asked, long asked_ms) = (realTime.GetTimestamp(), clock.NowMilliseconds());
        Result<IReadOnlyList<BestQuote>> read = await gateway.QuotesAsync(null, cancel);
        // An outdated quote must not be used.
        _quotes = read.IsOk ? read.Value.ToDictionary(row => row.Symbol, StringComparer.Ordinal) : new Dictionary<string, BestQuote>();
        (_quotesAt, _quotesRead_ms) = (asked, asked_ms);
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

/// <summary>What a view of the market is for.</summary>
/// <param name="Closed">Why nothing may be sent whatever the market does; empty for none.</param>
/// <param name="Reduces">It makes a position smaller, and does not wait for a quote.</param>
/// <param name="QuoteAgeMax_ms">Platform ms beyond which a quote counts as missing.</param>
internal readonly record struct ViewTerms(bool WithVolume = false, string Closed = "", bool Reduces = false, double QuoteAgeMax_ms = double.PositiveInfinity);
