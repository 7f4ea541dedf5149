using System.Globalization;
using Platform.Analytics.Arbitrage;
using Platform.Cli.Quotes.Output;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Quotes;

/// <summary>The table of --watch: each quote with its age, the connections, and the open opportunities of a scan.</summary>
internal sealed class QuoteTable(QuoteEngine engine, ScanSink? scan, TimeProvider clock)
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(250);

    /// <summary>Redraws four times a second until cancelled.</summary>
    public Task RunAsync(IAnsiConsole console, CancellationToken cancel) =>
        console.Live(Render()).AutoClear(false).StartAsync(async live =>
        {
            while (!cancel.IsCancellationRequested)
            {
                live.UpdateTarget(Render());
                await Task.Delay(s_refresh, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            live.UpdateTarget(Render());
        });

    public IRenderable Render()
    {
        var rows = new List<IRenderable> { Quotes() };
        if (scan is not null)
            rows.Add(Opportunities(scan.Open()));
        rows.AddRange(engine.GetConnectionStatus().Select(Connection));
        return new Rows(rows);
    }

    private Table Quotes()
    {
        var table = new Table().RoundedBorder().AddColumns("symbol", "exchange", "bid", "ask", "spread", "bid size", "ask size", "age", "latency p50");
        ILookup<(string, string), QuoteStatistics> statistics = engine.GetStatistics().ToLookup(row => (row.Symbol, row.Exchange));
        foreach (string symbol in engine.Symbols)
        {
            BestAcrossExchanges? best = engine.GetBbo(symbol);
            foreach (QuoteReading reading in engine.GetAllQuotes(symbol))
            {
                Style style = !reading.IsCurrent ? Color.Red : reading.Age_s > 1.5 ? Color.Yellow : Style.Plain;
                table.AddRow(
                    new Text(CanonicalSymbol.Display(symbol, "USD")),
                    new Text(reading.Quote.Exchange, style),
                    new Text(QuoteText.Price(reading.Quote.Bid), best?.BidExchange == reading.Quote.Exchange ? Color.Green : Style.Plain),
                    new Text(QuoteText.Price(reading.Quote.Ask), best?.AskExchange == reading.Quote.Exchange ? Color.Green : Style.Plain),
                    new Text(Text($"{reading.Quote.Spread_bps:F2} bps")),
                    new Text(Text($"{reading.Quote.BidSize:0.####}")),
                    new Text(Text($"{reading.Quote.AskSize:0.####}")),
                    new Text(Text($"{reading.Age_s:F1} s"), style),
                    new Text(Text($"{statistics[(symbol, reading.Quote.Exchange)].FirstOrDefault()?.P50Latency_ms ?? 0:F1} ms")));
            }
        }

        return table;
    }

    private static Table Opportunities(IReadOnlyList<(PairFigures Figures, string Symbol, double Age_ms)> open)
    {
        var table = new Table().RoundedBorder().AddColumns("opportunity", "buy", "sell", "spread", "net", "round trip", "funding", "size", "score", "for");
        foreach ((PairFigures figures, string symbol, double age_ms) in open)
        {
            table.AddRow(
                new Text(CanonicalSymbol.Display(symbol, "USD")), new Text($"{figures.Buy} {QuoteText.Price(figures.Ask)}"), new Text($"{figures.Sell} {QuoteText.Price(figures.Bid)}"),
                new Text(Text($"{figures.Spread_bps:F2}")), new Text(Text($"{figures.Net_bps:F2}")), new Text(Text($"{figures.RoundTrip_bps:F2}")), new Text(figures.Funding_bps is { } funding_bps ? Text($"{funding_bps:F2}") : "unknown"),
                new Text(Text($"{figures.Size:0.####}")), new Text(Text($"{figures.Score:F2}")), new Text(Text($"{age_ms / 1e3:F1} s")));
        }

        return table;
    }

    private static Text Connection(ConnectionStatus status) => new(
        Text($"{status.Exchange}: {(status.IsConnected ? "connected" : "disconnected")}, heartbeat {(status.HeartbeatAge_s is { } age_s ? Text($"{age_s:F1} s ago") : "none yet")}, reconnects {status.Reconnects}, malformed {status.Malformed} {status.LastReason}"),
        status.IsConnected ? Style.Plain : Color.Red);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
