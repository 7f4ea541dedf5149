using Platform.Cli.Quotes.Output;
using Platform.Cli.Quotes.Settings;
using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.QuoteSources;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;
using Spectre.Console;

namespace Platform.Cli.Quotes;

/// <summary>The quotes of the followed exchanges, live or from captures, the engine behind them and what shows it, until the end.</summary>
internal sealed class QuoteRun
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<FollowedExchange> _exchanges;
    private readonly LineQueue _lines;
    private readonly ReceiveClock _received;
    private readonly ScanSink? _scanner;
    private readonly QuoteEngine _engine;

    /// <param name="clock">Of arrivals: real time, or that of a replay.</param>
    public QuoteRun(IReadOnlyList<FollowedExchange> exchanges, ScanSettings? scan, LineQueue lines, QuoteJson? json, TimeProvider clock)
    {
        (_exchanges, _lines, _received) = (exchanges, lines, new ReceiveClock(clock));
        _scanner = scan is null ? null : ScanSink.Create(exchanges, scan, _received, lines, json);
        _engine = new QuoteEngine(
            [.. exchanges.Select(exchange => new EngineExchange(exchange.Name, [.. exchange.Instruments.Select(instrument => instrument.Symbol)]))],
            _received,
            _scanner ?? (IQuoteSink)new LineSink(exchanges, lines, json));
        _scanner?.ReadDepthFrom(_engine);
    }

    /// <summary>Runs until cancelled and prints the summary; a fault when an exchange does not allow as many symbols.</summary>
    /// <param name="reason">Why it ended, asked at the end.</param>
    /// <param name="record">Where everything that arrives is written; null for nowhere.</param>
    public async Task<Fault?> FollowAsync(bool isWatched, Func<string> reason, CaptureWriter? record, CancellationToken stop)
    {
        var feeds = new List<QuoteFeed>();
        foreach (FollowedExchange exchange in _exchanges)
        {
            var options = new FeedOptions(WithDepth: _scanner is not null || record is not null, Seed: Environment.ProcessId);
            if (!exchange.Source!.CreateFeed(exchange.Followed, options, _engine, _received, record).TryGet(out QuoteFeed? feed, out Fault? tooMany))
                return tooMany;
            feeds.Add(feed);
        }

        using (_scanner is { } scanner ? TimeProvider.System.CreateTimer(_ => scanner.Advance(), null, s_step, s_step) : null)
            await ShowAsync(Task.WhenAll(feeds.Select(feed => feed.RunAsync(stop))), isWatched, reason, stop);
        feeds.ForEach(feed => feed.Dispose());
        return null;
    }

    /// <summary>Reads the captures to their end or until cancelled, and prints the summary.</summary>
    /// <param name="clock">That of the constructor.</param>
    /// <param name="speed">A multiple of real time; zero for as fast as possible.</param>
    public async Task ReplayAsync(CaptureReplay replay, ReplayClock clock, double speed, bool isWatched, CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task playing = Task.Run(
            () =>
            {
                replay.Play(_exchanges.ToDictionary(exchange => exchange.Name, exchange => exchange.Instruments, StringComparer.Ordinal), _engine, Arrive, stop);
                ended.Cancel();
            },
            CancellationToken.None);
        await ShowAsync(playing, isWatched, () => stop.IsCancellationRequested ? "stopped" : "the captures have ended", ended.Token);

        void Arrive(long time_ns)
        {
            clock.AdvanceTo(time_ns);
            if (speed <= 0)
                return;
            TimeSpan early = TimeSpan.FromTicks((long)((time_ns - replay.Start_ns) / 100 / speed)) - TimeProvider.System.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
                stop.WaitHandle.WaitOne(early);
        }
    }

    private async Task ShowAsync(Task work, bool isWatched, Func<string> reason, CancellationToken stop)
    {
        Task printing = _lines.RunAsync(isWatched ? TextWriter.Null : Console.Out);
        Task showing = isWatched ? new QuoteTable(_engine, _scanner, TimeProvider.System).RunAsync(AnsiConsole.Console, stop) : Task.CompletedTask;
        await work;
        await showing;
        _lines.Complete();
        await printing;
        QuoteSummary.Write(Console.Out, _engine, _scanner, _lines.Dropped, reason());
    }
}
