using Platform.Cli.Quotes.Output;
using Platform.Cli.Quotes.Settings;
using Platform.Cli.TradeStream;
using Platform.Cli.TradeStream.Live;
using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes;

/// <summary>One run of `platform quotes` or `platform scan`: its files, its exchanges or captures, its end.</summary>
internal sealed class QuoteSession(QuoteSettings settings, ScanSettings? scan, TimeProvider clock)
{
    private readonly LineQueue _lines = new(waits: settings.Replayed.Count > 0);

    /// <summary>Runs until the duration is over or a signal comes; a fault when it could not start.</summary>
    public async Task<Fault?> RunAsync(StreamStop stop)
    {
        QuoteJson? json = null;
        CaptureWriter? record = null;
        if (settings.JsonPath is { } path && !QuoteJson.Create(path).TryGet(out json, out Fault? unwritable))
            return unwritable;
        using QuoteJson? lines = json;
        if (settings.RecordPath is { } capture && !CaptureWriter.Create(capture).TryGet(out record, out Fault? refused))
            return refused with { Message = $"--record {refused.Message}" };
        using CaptureWriter? recording = record;
        try
        {
            return await (settings.Replayed.Count > 0 ? ReplayAsync(lines, stop) : RunAsync(lines, recording, stop)) ?? lines?.Failure ?? recording?.Failure;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Fault?> RunAsync(QuoteJson? json, CaptureWriter? record, StreamStop stop)
    {
        if (!settings.IsDemo)
            return await FollowAsync(settings.Endpoints, json, record, stop);
        string[] others = [.. settings.Exchanges.Where(exchange => exchange != "binance")];
        if (!(await DemoVenue.StartAsync([], stop.Token, others)).TryGet(out DemoVenue? venue, out Fault? fault))
            return stop.Token.IsCancellationRequested ? null : fault;
        await using (venue)
            return await FollowAsync([.. settings.Exchanges.Select(exchange => QuoteEndpoint.Simulated(exchange, venue.Also.GetValueOrDefault(exchange, venue.Endpoint)))], json, record, stop);
    }

    private async Task<Fault?> FollowAsync(IReadOnlyList<QuoteEndpoint> endpoints, QuoteJson? json, CaptureWriter? record, StreamStop stop)
    {
        if (!(await FollowedContracts.OpenAsync(settings, endpoints, _lines.Write, stop.Token)).TryGet(out IReadOnlyList<FollowedExchange>? exchanges, out Fault? fault))
            return fault;
        using ITimer? deadline = Deadline(stop);
        return await new QuoteRun(exchanges, scan, _lines, json, clock).FollowAsync(settings.IsWatched, () => stop.Reason ?? "stopped", record, stop.Token);
    }

    private async Task<Fault?> ReplayAsync(QuoteJson? json, StreamStop stop)
    {
        if (!CaptureReplay.Open(settings.Replayed, _lines.Write, stop.Token).TryGet(out CaptureReplay? replay, out Fault? fault))
            return fault;
        QuoteListing[] listings = [.. replay.Listings.Where(listing => settings.Exchanges.Contains(listing.Exchange))];
        string[] symbols = settings.Symbols.Count > 0 ? [.. settings.Symbols] : [.. listings.SelectMany(listing => listing.Instruments.Select(instrument => instrument.Symbol)).Distinct()];
        if (listings.Length < (scan is null ? 1 : 2))
            return new Fault(FaultKind.Invalid, $"--replay: the captures contain {(listings.Length == 0 ? "none of the exchanges" : $"{listings[0].Exchange} only")}; {(scan is null ? "name a capture of one of --exchanges" : "a comparison needs captures of two exchanges")}.");
        if (!FollowedContracts.Choose(symbols, listings, settings.Symbols.Count > 0 ? _lines.Write : static _ => { }).TryGet(out IReadOnlyList<FollowedExchange>? exchanges, out fault))
            return fault;
        var time = new ReplayClock(replay.Start_ns);
        using ITimer? deadline = Deadline(stop);
        await new QuoteRun(exchanges, scan, _lines, json, time).ReplayAsync(replay, time, settings.Speed, settings.IsWatched, stop.Token);
        return null;
    }

    private ITimer? Deadline(StreamStop stop) =>
        settings.Duration is { } duration ? clock.CreateTimer(_ => stop.Stop("the duration is over"), null, duration, Timeout.InfiniteTimeSpan) : null;
}
