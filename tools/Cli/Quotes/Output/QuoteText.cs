using System.Globalization;
using Platform.Analytics.Arbitrage;
using Platform.Domain.Market;
using Platform.Exchanges.Quotes;

namespace Platform.Cli.Quotes.Output;

/// <summary>Quotes and opportunities as people read them, in the documented form.</summary>
internal static class QuoteText
{
    /// <summary>One line for one quote; times are UTC.</summary>
    public static string Line(in MarketDataUpdate quote, string quoteAsset) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{Time(quote.Received_ns, "HH:mm:ss")}] {quote.Exchange.ToUpperInvariant(),-11} {CanonicalSymbol.Display(quote.Symbol, quoteAsset),-10} | Bid: {Price(quote.Bid),10} | Ask: {Price(quote.Ask),10} | Spread: {quote.Spread_bps,6:F2}bps | Latency: {quote.Latency_ms,6:F1}ms");

    /// <summary>The block of a new opportunity with its plan.</summary>
    /// <param name="depth">What both books yield beyond their best prices; null without books.</param>
    public static string Block(in OpportunityEvent report, in MarketDataUpdate buy, in MarketDataUpdate sell, string quoteAsset, DepthFill? depth)
    {
        PairFigures figures = report.Figures;
        FormattableString text = $"""
            ================================================================================
              ARBITRAGE OPPORTUNITY DETECTED
            ================================================================================
              Symbol:          {CanonicalSymbol.Display(report.Symbol, quoteAsset)}
              Exchange A:      {figures.Buy.ToUpperInvariant(),-15} | Bid: $ {Price(buy.Bid)} | Ask: $ {Price(buy.Ask)}
              Exchange B:      {figures.Sell.ToUpperInvariant(),-15} | Bid: $ {Price(sell.Bid)} | Ask: $ {Price(sell.Ask)}
              Spread:          {figures.Spread_bps,6:F2} bps ({figures.Spread_bps / 100,6:F3}%)
              Net Profit:      {figures.Net_bps,6:F2} bps ({figures.Net_bps / 100,6:F3}%)
              Gross Profit:    {figures.Spread_bps,6:F2} bps
              Total Fees:      {figures.Fees_bps,6:F2} bps
              Round Trip:      {figures.RoundTrip_bps,6:F2} bps after the exit
              Funding:         {Funding(figures.Funding_bps)}
              Size:            {figures.Size:0.########} at the best prices{Depth(depth)}
              Strategy:        A_TO_B
              Score:           {figures.Score,6:F2}
              Timestamp:       {Time(report.Time_ns, "HH:mm:ss.fff")}
              Id:              {report.Id}
              Execution Plan (a difference of quotes, not an order: nothing is traded):
                 1. BUY  on {figures.Buy.ToUpperInvariant()} @ ${Price(figures.Ask)}
                 2. SELL on {figures.Sell.ToUpperInvariant()} @ ${Price(figures.Bid)}
            """;
        return FormattableString.Invariant(text);
    }

    /// <summary>One line for what became of an opportunity.</summary>
    public static string Change(in OpportunityEvent report, string quoteAsset)
    {
        string at = $"[{Time(report.Time_ns, "HH:mm:ss.fff")}] {CanonicalSymbol.Display(report.Symbol, quoteAsset)} {report.Figures.Buy}>{report.Figures.Sell}";
        return report.Kind switch
        {
            OpportunityEventKind.Moved => string.Create(CultureInfo.InvariantCulture, $"{at}: net {report.Figures.Net_bps:F2} bps, score {report.Figures.Score:F2}"),
            OpportunityEventKind.Crossed => $"{at}: both directions qualify; a quote crosses itself and neither is reported",
            _ => string.Create(CultureInfo.InvariantCulture, $"{at}: ended ({Reason(report.Reason)}) after {report.Opportunity!.Duration_ms:F0} ms, best net {report.Opportunity.Best.Net_bps:F2} bps"),
        };
    }

    public static string Price(decimal price) => price.ToString(price >= 100 ? "F2" : price >= 1 ? "F4" : "0.##########", CultureInfo.InvariantCulture);

    private static string Funding(double? funding_bps) =>
        funding_bps is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known,6:F2} bps over the horizon") : "unknown";

    private static string Depth(DepthFill? depth) => depth is { Size: > 0 } fill
        ? string.Create(CultureInfo.InvariantCulture, $"; {fill.Size:0.####} while the books still pay, at {fill.Net_bps:F2} bps net on average")
        : "";

    private static string Reason(PairVerdict reason) => reason switch
    {
        PairVerdict.BelowThreshold => "below the threshold",
        PairVerdict.StaleQuote => "a quote is too old",
        PairVerdict.NoHeartbeat => "an exchange is silent",
        PairVerdict.Disconnected => "an exchange is disconnected",
        PairVerdict.TimeSkew => "the quotes are too far apart in time",
        PairVerdict.CrossedChaos => "both directions qualify",
        _ => "a quote is not valid",
    };

    private static string Time(long unix_ns, string format) => DateTimeOffset.FromUnixTimeMilliseconds(unix_ns / 1_000_000).ToString(format, CultureInfo.InvariantCulture);
}
