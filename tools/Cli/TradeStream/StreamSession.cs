using Platform.Cli.TradeStream.Files;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Live;
using Platform.Cli.TradeStream.Reports;
using Platform.Cli.TradeStream.Settings;
using Platform.Primitives.Outcomes;
using Spectre.Console;

namespace Platform.Cli.TradeStream;

/// <summary>One run of the command, from its first line to its summary.</summary>
internal sealed class StreamSession(StreamSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan s_flushEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until the source ends, the duration has passed or a signal arrives; a fault when it could not continue.</summary>
    public async Task<Fault?> RunAsync(StreamStop stop)
    {
        JsonLines? json = null;
        if (settings.JsonPath is { } path && !JsonLines.Create(path, () => stop.Stop("the JSON file cannot be written")).TryGet(out json, out Fault? unwritable))
            return unwritable;
        using JsonLines? lines = json;
        RecentLines? recent = settings.IsWatched ? new RecentLines() : null;
        var log = new StreamLog(recent ?? Console.Out, settings.LogLevel, clock);
        var display = new CvdDisplay(log, settings.IsLive ? settings.QueueSize : null);
        var processor = new StreamProcessor(settings, display, lines, log, clock);
        MetricsEndpoint? endpoint = null;
        if (settings.MetricsPort is { } port && !(await MetricsEndpoint.StartAsync(port, processor, stop.Token)).TryGet(out endpoint, out Fault? taken))
            return taken;
        using MetricsEndpoint? metrics = endpoint;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var report = new StreamReport(processor, clock);
        Task reporting = Task.WhenAll(report.RunAsync(log, settings.StatEvery, over.Token), FlushAsync(processor, over.Token));
        Task showing = recent is null ? display.RunAsync() : new LiveView(processor, recent, clock).RunAsync(AnsiConsole.Console, over.Token);
        Fault? fault = settings.InputPath is { } input ? ReadFile(input, processor, stop) : await FollowAsync(processor, log, stop);
        await over.CancelAsync();
        display.Complete();
        await Task.WhenAll(reporting, showing);
        processor.Flush();
        if (fault is null || processor.Measure().TotalMessages > 0)
            report.WriteSummary(recent is null ? log : new StreamLog(Console.Out, settings.LogLevel, clock), stop.Reason is { } reason ? reason : fault is null ? "end of the file" : "stopped");
        return fault ?? lines?.Failure;
    }

    private Fault? ReadFile(string path, StreamProcessor processor, StreamStop stop)
    {
        using ITimer? deadline = BeginDuration(stop);
        Fault? fault = new TradeInputFile(path).Read(processor, settings.Symbols, stop.Token);
        if (fault is not null || stop.Token.IsCancellationRequested || processor.Measure().Trades > 0)
            return fault;
        string of = settings.Symbols.Count == 0 ? "" : $" of {string.Join(", ", settings.Symbols)}";
        return new Fault(FaultKind.NotFound, $"--input {path}: no trade{of} was found. Expected lines such as {{\"stream\":\"ethusdt@aggTrade\",\"data\":{{…}}}}, optionally with a time before each, or a CSV of aggTrades; without --symbol and SYMBOL, every symbol of a capture is used.");
    }

    private async Task<Fault?> FollowAsync(StreamProcessor processor, StreamLog log, StreamStop stop)
    {
        if (!settings.IsDemo)
        {
            if (settings.AddressWarning is { } warning)
                log.Write(LogLevel.Warning, $"Address: {warning}");
            await StreamFromAsync(settings.Address!, processor, log, stop);
            return null;
        }

        if (!(await DemoVenue.StartAsync(settings.Symbols, stop.Token)).TryGet(out DemoVenue? venue, out Fault? fault))
            return stop.Token.IsCancellationRequested ? null : fault;
        await using (venue)
            await StreamFromAsync(TradeStreamAddress.Of($"ws://{venue.Endpoint}", settings.Symbols).Address, processor, log, stop);
        return null;
    }

    private async Task StreamFromAsync(Uri address, StreamProcessor processor, StreamLog log, StreamStop stop)
    {
        using ITimer? deadline = BeginDuration(stop);
        await new TradeSocket(settings, address, processor, log, clock).RunAsync(stop.Token);
    }

    private ITimer? BeginDuration(StreamStop stop) =>
        settings.Duration is { } duration ? clock.CreateTimer(_ => stop.Stop("the duration is over"), null, duration, Timeout.InfiniteTimeSpan) : null;

    /// <summary>Flushes the file at intervals, so that lines appear soon even when trades are rare.</summary>
    private async Task FlushAsync(StreamProcessor processor, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(s_flushEvery, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            processor.Flush();
        }
    }
}
