using Platform.Analytics.Arbitrage;
using Platform.Cli.Quotes.Output;
using Platform.Cli.Quotes.Settings;
using Platform.Domain.Market;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.Sockets;

namespace Platform.Cli.Quotes;

/// <summary>
/// Hands quotes of all feeds to the scanner, one at a time, and what it reports to the outputs. Feeds call on their own threads; the scanner
/// is entered under a lock.
/// </summary>
internal sealed class ScanSink(ArbitrageScanner scanner, ArbitrageOptions options, ReceiveClock clock, LineQueue lines, QuoteJson? json) : IQuoteSink
{
    /// <summary>
    /// Time without quotes counts this much later, so that a quote is not handled after its own time: then the reports follow from the times of
    /// arrival alone, and a replay gives the same.
    /// </summary>
    private const long Lag_ns = 200_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Exchange, string Symbol), (MarketDataUpdate Quote, string QuoteAsset)> _newest = [];
    private readonly OpportunityStatistics _statistics = new();
    private QuoteEngine? _engine;
    private long _last_ns;

    /// <summary>A scanner for the followed contracts with their fees, steps and funding.</summary>
    public static ScanSink Create(IReadOnlyList<FollowedExchange> exchanges, ScanSettings wanted, ReceiveClock clock, LineQueue lines, QuoteJson? json)
    {
        var sink = new ScanSink(new ArbitrageScanner(exchanges.Select(exchange => exchange.Name), wanted.Options), wanted.Options, clock, lines, json);
        foreach (FollowedExchange exchange in exchanges)
        {
            foreach (QuoteInstrument instrument in exchange.Instruments)
            {
                FundingOutlook? funding = instrument.FundingRate is { } rate ? new FundingOutlook(rate, instrument.FundingInterval_hours) : null;
                sink.SetTerms(exchange.Name, instrument, new LegTerms(wanted.Fees.TakerOf(exchange.Name), instrument.SizeStep, funding));
            }
        }

        return sink;
    }

    /// <summary>Where books are read from when an opportunity opens. Called once, before the feeds run.</summary>
    public void ReadDepthFrom(QuoteEngine engine) => _engine = engine;

    /// <summary>Time passed without a quote. Called twenty times a second.</summary>
    public void Advance()
    {
        lock (_gate)
            Report(scanner.AdvanceTo(Later(clock.Now_ns - Lag_ns)));
    }

    /// <summary>Open opportunities, the best first, and how long they have been open.</summary>
    public IReadOnlyList<(PairFigures Figures, string Symbol, double Age_ms)> Open()
    {
        lock (_gate)
            return [.. scanner.Open.Select(open => (open.Last, open.Symbol, (_last_ns - open.First_ns) / 1e6))];
    }

    /// <summary>What ended so far.</summary>
    public (OpportunityTotals All, IReadOnlyList<OpportunityTotals> ByPair, IReadOnlyList<OpportunityTotals> ByHour) Totals()
    {
        lock (_gate)
            return (_statistics.All, _statistics.ByPair, _statistics.ByHour);
    }

    private void SetTerms(string exchange, QuoteInstrument instrument, LegTerms terms)
    {
        scanner.SetTerms(exchange, instrument.Symbol, terms);
        _newest[(exchange, instrument.Symbol)] = (default, instrument.QuoteAsset);
    }

    public void ConnectionUp(string exchange, int connection, long now_ns)
    {
        lock (_gate)
            Report(scanner.SetConnected(exchange, true, Later(now_ns)));
    }

    public void ConnectionDown(string exchange, int connection, long now_ns, string reason)
    {
        lines.Write($"{exchange}: connection {connection} is lost: {reason}");
        lock (_gate)
            Report(scanner.SetConnected(exchange, false, Later(now_ns)));
    }

    public void Heartbeat(string exchange, long received_ns)
    {
        lock (_gate)
            scanner.Heartbeat(exchange, received_ns);
    }

    public void Quote(in MarketDataUpdate quote)
    {
        lock (_gate)
        {
            MarketDataUpdate ordered = quote with { Received_ns = Later(quote.Received_ns) };
            _newest[(quote.Exchange, quote.Symbol)] = (ordered, _newest[(quote.Exchange, quote.Symbol)].QuoteAsset);
            Report(scanner.Apply(in ordered));
        }
    }

    public void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns)
    {
    }

    public void Gap(string exchange, QuoteInstrument instrument, string reason) => lines.Write($"{exchange}: the book of {instrument.NativeSymbol} has a gap ({reason}); it is subscribed again");

    public void Refused(string exchange, string message) => lines.Write($"{exchange} refuses: {message}");

    public void Malformed(string exchange, ReadOnlySpan<byte> frame) => lines.Write($"{exchange}: a message could not be read; it is skipped");

    /// <summary>Two feeds may be stamped and served in different orders; the scanner's time does not go back.</summary>
    private long Later(long now_ns) => _last_ns = Math.Max(_last_ns, now_ns);

    private void Report(IReadOnlyList<OpportunityEvent> reports)
    {
        foreach (OpportunityEvent report in reports)
        {
            json?.Write(in report);
            if (report is { Kind: OpportunityEventKind.Ended, Opportunity: { } ended })
                _statistics.Add(ended);
            (MarketDataUpdate buy, string asset) = _newest[(report.Figures.Buy, report.Symbol)];
            MarketDataUpdate sell = _newest[(report.Figures.Sell, report.Symbol)].Quote;
            lines.Write(report.Kind == OpportunityEventKind.Opened
                ? QuoteText.Block(in report, in buy, in sell, asset, DepthOf(in report))
                : QuoteText.Change(in report, asset));
        }
    }

    private DepthFill? DepthOf(in OpportunityEvent report)
    {
        if (_engine?.GetDepth(report.Figures.Buy, report.Symbol) is not { } buy || _engine.GetDepth(report.Figures.Sell, report.Symbol) is not { } sell)
            return null;
        double costs_bps = report.Figures.Spread_bps - report.Figures.Net_bps;
        return DepthWalk.WhileProfitable([.. buy.Asks], [.. sell.Bids], options.MaxNotional, costs_bps, options.MinNet_bps);
    }
}
