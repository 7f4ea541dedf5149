namespace Platform.Domain.Market;

/// <summary>One price level in canonical units: quote currency per coin, and coins.</summary>
public readonly record struct QuoteLevel(decimal Price, decimal Size);

/// <summary>
/// The best bid and ask of one contract at one exchange, in canonical units (quant.md §9.1): prices per coin and sizes in coins, whatever the
/// exchange counts in. Prices of small coins need more decimals than the fixed-point types keep, therefore decimal.
/// </summary>
/// <param name="Exchange">Lower case, such as okx.</param>
/// <param name="Symbol">Canonical, such as BTC/USD*:PERP.</param>
/// <param name="ExchangeTime_ms">The exchange's own time of the quote, Unix ms.</param>
/// <param name="Received_ns">Local time of arrival, Unix ns, on a clock that does not go backwards.</param>
public readonly record struct MarketDataUpdate(
    string Exchange, string Symbol, decimal Bid, decimal Ask, decimal BidSize, decimal AskSize, long ExchangeTime_ms, long Received_ns)
{
    /// <summary>True when USDT, USDC and USD were taken as equal because their rate is not known.</summary>
    public bool IsStableBasisAssumed { get; init; }

    /// <summary>Both sides exist, do not cross, and have a size.</summary>
    public bool IsValid => Bid > 0 && Ask > Bid && BidSize > 0 && AskSize > 0;

    public decimal Mid => (Bid + Ask) / 2;

    /// <summary>The exchange's own spread in basis points of the mid; zero without a mid.</summary>
    public double Spread_bps => Mid == 0 ? 0 : 1e4 * (double)(Ask - Bid) / (double)Mid;

    /// <summary>Arrival less exchange time, ms: contains the offset between the two clocks and may be negative.</summary>
    public double Latency_ms => Received_ns / 1e6 - ExchangeTime_ms;
}
