using Platform.Analytics.VolumeSpread.Features;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>Receives the results of a live session, on its only thread.</summary>
internal interface ILiveView
{
    /// <summary>An instant was analysed.</summary>
    /// <param name="took">Real time from the arrival of its last bar to the finished analysis.</param>
    void Closed(SymbolMonitor monitor, AnalysedInstant instant, TimeSpan took);

    /// <summary>Called about four times a second of real time.</summary>
    void Refresh(IReadOnlyList<SymbolMonitor> monitors, KlineSink stream, long now_ms);

    /// <summary>A message for the user.</summary>
    void Alert(string text);
}

/// <summary>Loads history over REST, follows closed bars of the stream, and analyses them until its time limit.</summary>
internal sealed class LiveSession(LiveSessionOptions options, ILiveView view, TimeProvider realTime)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Real time that a bar may take to arrive, at any speed of the exchange's clock.</summary>
    private static readonly TimeSpan GraceMin = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Runs until cancelled, or for the minutes of the options after the history is loaded; a fault states why it could not start.
    /// </summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancel)
    {
        BinanceEndpoints endpoints = options.Exchange switch { "live" => BinanceEndpoints.Live, "testnet" => BinanceEndpoints.Testnet, _ => BinanceEndpoints.Mock(options.Exchange) };
        Result<VirtualClock> clock = await ClockAsync(endpoints, cancel);
        if (clock.Fault is { } noClock)
            return noClock;
        using var rest = new BinanceRest(endpoints, BinanceRestOptions.ForSpeed(clock.Value.Anchor.Speed), new LocalWeightGate(clock.Value, new WeightGateOptions()), clock.Value, realTime);
        var exchange = new BinanceMarketClient(rest);
        Result<long> exchange_ms = await exchange.GetTimeAsync(cancel);
        if (exchange_ms.Fault is { } unreachable)
            return unreachable with { Message = $"{endpoints.Rest} does not answer: {unreachable.Message} Select another exchange with --exchange, or run --demo." };
        long offset_ms = exchange_ms.Value - clock.Value.NowMilliseconds();
        Result<Done> known = await CheckSymbolsAsync(exchange, cancel);
        if (known.Fault is { } unknown)
            return unknown;
        List<SymbolMonitor> monitors = [];
        FeedRules rules = options.Rules with { Grace_ms = Math.Max(options.Rules.Grace_ms, (long)(GraceMin.TotalMilliseconds * clock.Value.Anchor.Speed)) };
        foreach (string symbol in options.Symbols)
        {
            var monitor = new SymbolMonitor(symbol, options.Timeframes, options.Preset, exchange, CacheFolder(), rules);
            if ((await monitor.BackfillAsync(clock.Value.NowMilliseconds() + offset_ms, options.History, cancel)).Fault is { } fault)
                return fault;
            monitors.Add(monitor);
        }

        var sink = new KlineSink(realTime);
        var stream = new BinanceStream(endpoints, new SymbolTable(options.Symbols), new StreamNames([.. options.Symbols.SelectMany(Names)], []), new StreamOptions(), sink, new Clocks(clock.Value, realTime));
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (options.Minutes is { } minutes)
            time.CancelAfter(TimeSpan.FromMinutes(minutes));
        Task reading = stream.RunAsync(time.Token);
        await FollowAsync(monitors, sink, () => clock.Value.NowMilliseconds() + offset_ms, time.Token);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Done.Value;
    }

    private async Task FollowAsync(List<SymbolMonitor> monitors, KlineSink sink, Func<long> now_ms, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Tick, realTime);
        Task<bool> tick = timer.WaitForNextTickAsync(cancel).AsTask();
        Task<bool> arrival = sink.Closed.WaitToReadAsync(cancel).AsTask();
        List<AnalysedInstant> instants = [];
        string down = "", uncached = "";
        while (!cancel.IsCancellationRequested)
        {
            await Task.WhenAny(tick, arrival);
            while (sink.Closed.TryRead(out ClosedKline closed))
            {
                SymbolMonitor monitor = monitors[closed.Symbol];
                Result<BarInterval> interval = BarInterval.Parse(closed.Interval);
                if (interval.IsOk)
                    monitor.OfferStream(interval.Value, Bar(closed.Kline), closed.Event_ms);
                Publish(monitor, instants, closed.Arrival);
            }

            if (arrival.IsCompleted)
                arrival = sink.Closed.WaitToReadAsync(cancel).AsTask();
            if (!tick.IsCompleted)
                continue;
            tick = timer.WaitForNextTickAsync(cancel).AsTask();
            foreach (SymbolMonitor monitor in monitors)
            {
                long asked = realTime.GetTimestamp();
                if (await AskAsync(monitor, now_ms(), cancel) is { } fault)
                    view.Alert($"{monitor.Symbol}: the exchange did not answer: {fault.Message}");
                Publish(monitor, instants, asked);
                if (monitor.CacheFault is { } full && uncached != full.Message)
                    view.Alert(uncached = full.Message);
            }

            if (sink.Down != down && (down = sink.Down).Length > 0)
                view.Alert($"the stream is down: {down}");
            view.Refresh(monitors, sink, now_ms());
        }
    }

    private async Task<Fault?> AskAsync(SymbolMonitor monitor, long now_ms, CancellationToken cancel)
    {
        try
        {
            long real_ms = (long)realTime.GetElapsedTime(0).TotalMilliseconds;
            return await monitor.AskAsync(now_ms, real_ms, cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Publish(SymbolMonitor monitor, List<AnalysedInstant> instants, long since)
    {
        instants.Clear();
        monitor.Advance(instants);
        foreach (AnalysedInstant instant in instants)
            view.Closed(monitor, instant, realTime.GetElapsedTime(since));
    }

    private async Task<Result<VirtualClock>> ClockAsync(BinanceEndpoints endpoints, CancellationToken cancel)
    {
        if (options.Exchange is "live" or "testnet")
            return new VirtualClock(ClockAnchor.RealTime, realTime);
        var address = new Uri(endpoints.Rest, "/venue/v1/clock");
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            return ClockFile.Parse(await http.GetStringAsync(address, cancel), address.ToString()).Then(anchor => Result<VirtualClock>.Ok(new VirtualClock(anchor, realTime)));
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return new Fault(FaultKind.Unavailable, $"--exchange {options.Exchange}: no simulated exchange answers at {address}: {error.Message} Start one with platform venue, or run --demo.");
        }
    }

    private async Task<Result<Done>> CheckSymbolsAsync(BinanceMarketClient exchange, CancellationToken cancel)
    {
        var listed = await exchange.GetInstrumentsAsync(cancel);
        if (listed.Fault is { } fault)
            return fault;
        string[] unknown = [.. options.Symbols.Except(listed.Value.Select(instrument => instrument.Symbol), StringComparer.Ordinal)];
        return unknown.Length == 0
            ? Done.Value
            : new Fault(FaultKind.NotFound, $"--symbols: {string.Join(", ", unknown)} is not listed at {options.Exchange}; it lists {string.Join(", ", listed.Value.Take(12).Select(instrument => instrument.Symbol))}{(listed.Value.Count > 12 ? ", …" : "")}.");
    }

    private string CacheFolder()
    {
        string folder = Path.Combine(options.Cache, options.Exchange.Replace(':', '_'));
        Directory.CreateDirectory(folder);
        return folder;
    }

    private IEnumerable<string> Names(string symbol) => options.Timeframes.Select(timeframe => BinanceStream.KlineName(symbol, timeframe.Name));

    private static PriceVolumeBar Bar(Kline kline) => new(kline.OpenTime_ms, kline.Open, kline.High, kline.Low, kline.Close, kline.Volume);
}
