using Platform.Domain.Market;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine;

/// <summary>Public questions to the exchange; each answers an immutable view, null (or empty) for an unknown symbol.</summary>
internal sealed class MarketQueries
{
    /// <summary>Symbols in exchange order.</summary>
    public IReadOnlyList<string> Symbols => throw new NotSupportedException();

    public ListingView? Listing(string symbol) => throw new NotSupportedException();

    public IReadOnlyList<ListingView> Listings() => throw new NotSupportedException();

    public BookView? Book(string symbol, int limit) => throw new NotSupportedException();

    public BookTickerView? BookTicker(string symbol) => throw new NotSupportedException();

    /// <summary>Newest trades, ascending; with fromId, from that id on.</summary>
    public IReadOnlyList<TradeView> Trades(string symbol, int limit, long? fromId = null) => throw new NotSupportedException();

    /// <summary>From an id (inclusive), or within times (inclusive), or the newest; ascending.</summary>
    public IReadOnlyList<AggTrade> AggTrades(string symbol, int limit, long? fromId = null, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    /// <summary>Ascending by open time, the candle under way included. Interval in the exchange's spelling (1s, 1m … 1M); null when unknown.</summary>
    public IReadOnlyList<KlineView>? Klines(string symbol, string interval, KlineSeries series, int limit, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    /// <summary>The candle under way.</summary>
    public KlineView? CurrentKline(string symbol, string interval) => throw new NotSupportedException();

    public TickerView? Ticker(string symbol) => throw new NotSupportedException();

    public PremiumView? Premium(string symbol) => throw new NotSupportedException();

    /// <summary>Ascending; all symbols when null; the newest when neither bound is given.</summary>
    public IReadOnlyList<FundingView> FundingRates(string? symbol, int limit, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public OpenInterestView? OpenInterest(string symbol) => throw new NotSupportedException();
}
