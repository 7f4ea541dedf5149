using Platform.Cli.Quotes.Output;
using Platform.Cli.Quotes.Settings;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;
using Spectre.Console;

namespace Platform.Cli.Quotes;

/// <summary>The feeds of the followed exchanges, the engine behind them and what shows it, until the end.</summary>
internal sealed class QuoteRun
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<FollowedExchange> _exchanges;
    private readonly LineQueue _lines;
    private readonly TimeProvider _clock;
    private readonly ReceiveClock _received;
    private readonly ScanSink? _scanner;
    private readonly QuoteEngine _engine;

    public QuoteRun(IReadOnlyList<FollowedExchange> exchanges, ScanSettings? scan, LineQueue lines, QuoteJson? json, TimeProvider clock)
    {
        (_exchanges, _lines, _clock, _received) = (exchanges, lines, clock, new ReceiveClock(clock));
        _scanner = scan is null ? null : ScanSink.Create(exchanges, scan, _received, lines, json);
        _engine = new QuoteEngine(
            [.. exchanges.Select(exchange => new EngineExchange(exchange.Name, [.. exchange.Instruments.Select(instrument => instrument.Symbol)]))],
            _received,
            _scanner ?? (IQuoteSink)new LineSink(exchanges, lines, json));
        _scanner?.ReadDepthFrom(_engine);
    }

    /// <summary>Runs until cancelled and prints the summary; a fault when an exchange does not allow as many symbols.</summary>
    /// <param name="reason">Why it ended, asked at the end.</param>
    public async Task<Fault?> RunAsync(bool isWatched, Func<string> reason, CancellationToken stop)
    {
        var feeds = new List<QuoteFeed>();
        foreach (FollowedExchange exchange in _exchanges)
        {
            if (!exchange.Source.CreateFeed(exchange.Instruments, new FeedOptions(WithDepth: _scanner is not null, Seed: Environment.ProcessId), _engine, _received).TryGet(out QuoteFeed? feed, out Fault? tooMany))
                return tooMany;
            feeds.Add(feed);
        }

        using (_scanner is { } scanner ? _clock.CreateTimer(_ => scanner.Advance(), null, s_step, s_step) : null)
        {
            Task printing = _lines.RunAsync(isWatched ? TextWriter.Null : Console.Out);
            Task showing = isWatched ? new QuoteTable(_engine, _scanner, _clock).RunAsync(AnsiConsole.Console, stop) : Task.CompletedTask;
            await Task.WhenAll(feeds.Select(feed => feed.RunAsync(stop)));
            await showing;
            _lines.Complete();
            await printing;
        }

        feeds.ForEach(feed => feed.Dispose());
        QuoteSummary.Write(Console.Out, _engine, _scanner, _lines.Dropped, reason());
        return null;
    }
}
