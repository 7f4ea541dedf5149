using System.Text.Json;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Streams;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Streams;

public sealed class BinanceStreamTests
{
    private const string Trade = """{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":2,"s":"BTCUSDT","a":1,"p":"1","q":"1","f":1,"l":1,"T":1,"m":true}}""";

    private readonly RecordingSink _sink = new();
    private readonly ManualClock _clock = ManualClock.At(1_000);

    [Fact]
    public async Task Streams_are_subscribed_in_pieces_over_as_many_connections_as_are_needed()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        string[] names = [.. Enumerable.Range(0, 25).Select(i => $"s{i}usdt@aggTrade")];

        await RunAsync(venue, names, ["btcusdt@bookTicker"], new StreamOptions(StreamsPerConnection: 10, StreamsPerMessage: 4), () => _sink.Ups.Count == 4);

        string[] subscribed = [.. venue.Messages.SelectMany(Params)];
        Assert.Equal(names.Append("btcusdt@bookTicker").Order(), subscribed.Order());
        Assert.All(venue.Messages, message => Assert.InRange(Params(message).Length, 1, 4));
        Assert.Equal(["/market/stream?streams=", "/market/stream?streams=", "/market/stream?streams=", "/public/stream?streams="], venue.Requests.Select(request => request[4..]).Order());
    }

    [Fact]
    public async Task A_closed_connection_reconnects_with_the_next_generation()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.OnSocket = async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"result":null,"id":1}""");
            await socket.SendAsync(Trade);
        };

        await RunAsync(venue, ["btcusdt@aggTrade"], [], new StreamOptions(), () => _sink.Trades.Count >= 3);

        Assert.Equal([1, 2, 3], _sink.Ups.Take(3).Select(up => up.Generation));
        Assert.Equal([1, 2], _sink.Downs.Take(2).Select(down => down.Generation));
        Assert.All(_sink.Ups, up => Assert.Equal(1_000, up.UpSince_ms));
    }

    [Fact]
    public async Task A_connection_that_is_open_but_silent_is_replaced()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();

        await RunAsync(venue, ["btcusdt@aggTrade"], [], new StreamOptions(Silence: TimeSpan.FromMilliseconds(200)), () => _sink.Ups.Count >= 2);

        Assert.StartsWith("silent", _sink.Downs.First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_is_renewed_before_the_venue_ends_it()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.OnSocket = async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"result":null,"id":1}""");
            await socket.EndedAsync();
        };

        await RunAsync(venue, ["btcusdt@aggTrade"], [], new StreamOptions(Silence: TimeSpan.FromSeconds(2)), () =>
        {
            if (_sink.Ups.Count == 1 && _sink.Downs.IsEmpty)
                _clock.Advance(TimeSpan.FromHours(1));
            return _sink.Ups.Count >= 2;
        });

        Assert.StartsWith("renewed", _sink.Downs.First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_subscription_is_reported_with_the_venues_text()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.OnSocket = async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"error":{"code":2,"msg":"too many"},"id":1}""");
            await socket.EndedAsync();
        };

        await RunAsync(venue, ["btcusdt@aggTrade"], [], new StreamOptions(), () => !_sink.Downs.IsEmpty);

        Assert.Contains("too many", _sink.Downs.First().Reason, StringComparison.Ordinal);
        Assert.Empty(_sink.Ups);
    }

    [Fact]
    public async Task A_dropped_stream_is_unsubscribed_and_not_subscribed_again_after_a_reconnect()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        using var stop = new CancellationTokenSource();
        var stream = new BinanceStream(
            venue.Endpoints, new SymbolTable(["AUSDT", "BUSDT"]), new StreamNames(["ausdt@aggTrade", "busdt@aggTrade"], []),
            new StreamOptions(Silence: TimeSpan.FromMilliseconds(500)), _sink, new Clocks(_clock, TimeProvider.System));
        Task running = stream.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => _sink.Ups.Count == 1);
        stream.Drop(["busdt@aggTrade", "xusdt@aggTrade"]);
        await Eventually.TrueAsync(() => _sink.Ups.Count == 2);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);

        Assert.Equal(
            ["SUBSCRIBE ausdt@aggTrade,busdt@aggTrade", "UNSUBSCRIBE busdt@aggTrade", "SUBSCRIBE ausdt@aggTrade"],
            venue.Messages.Select(message => $"{Method(message)} {string.Join(",", Params(message))}").Take(3));
    }

    private async Task RunAsync(ScriptedVenue venue, string[] market, string[] books, StreamOptions options, Func<bool> until)
    {
        using var stop = new CancellationTokenSource();
        var stream = new BinanceStream(venue.Endpoints, new SymbolTable(["BTCUSDT"]), new StreamNames(market, books), options, _sink, new Clocks(_clock, TimeProvider.System));
        Task running = stream.RunAsync(stop.Token);
        await Eventually.TrueAsync(until);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);
    }

    private static string[] Params(string message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        return [.. document.RootElement.GetProperty("params").EnumerateArray().Select(name => name.GetString()!)];
    }

    private static string Method(string message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        return document.RootElement.GetProperty("method").GetString()!;
    }
}
