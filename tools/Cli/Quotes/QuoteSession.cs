using Platform.Cli.Quotes.Output;
using Platform.Cli.Quotes.Settings;
using Platform.Cli.TradeStream;
using Platform.Cli.TradeStream.Live;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes;

/// <summary>One run of `platform quotes` or `platform scan`: its file, its exchanges, its end.</summary>
internal sealed class QuoteSession(QuoteSettings settings, ScanSettings? scan, TimeProvider clock)
{
    private readonly LineQueue _lines = new();

    /// <summary>Runs until the duration is over or a signal comes; a fault when it could not start.</summary>
    public async Task<Fault?> RunAsync(StreamStop stop)
    {
        QuoteJson? json = null;
        if (settings.JsonPath is { } path && !QuoteJson.Create(path).TryGet(out json, out Fault? unwritable))
            return unwritable;
        using QuoteJson? lines = json;
        try
        {
            return await RunAsync(lines, stop) ?? lines?.Failure;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Fault?> RunAsync(QuoteJson? json, StreamStop stop)
    {
        if (!settings.IsDemo)
            return await FollowAsync(settings.Endpoints, json, stop);
        string[] others = [.. settings.Exchanges.Where(exchange => exchange != "binance")];
        if (!(await DemoVenue.StartAsync([], stop.Token, others)).TryGet(out DemoVenue? venue, out Fault? fault))
            return stop.Token.IsCancellationRequested ? null : fault;
        await using (venue)
            return await FollowAsync([.. settings.Exchanges.Select(exchange => QuoteEndpoint.Simulated(exchange, venue.Also.GetValueOrDefault(exchange, venue.Endpoint)))], json, stop);
    }

    private async Task<Fault?> FollowAsync(IReadOnlyList<QuoteEndpoint> endpoints, QuoteJson? json, StreamStop stop)
    {
        if (!(await FollowedContracts.OpenAsync(settings, endpoints, _lines.Write, stop.Token)).TryGet(out IReadOnlyList<FollowedExchange>? exchanges, out Fault? fault))
            return fault;
        using ITimer? deadline = settings.Duration is { } duration ? clock.CreateTimer(_ => stop.Stop("the duration is over"), null, duration, Timeout.InfiniteTimeSpan) : null;
        return await new QuoteRun(exchanges, scan, _lines, json, clock).RunAsync(settings.IsWatched, () => stop.Reason ?? "stopped", stop.Token);
    }
}
