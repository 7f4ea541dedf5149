using System.Collections.Concurrent;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Http;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Exchanges.Binance.Users;
using Platform.Exchanges.Tests.Kit;
using Platform.Exchanges.Tests.Rest;
using Platform.Exchanges.Sockets;
using Xunit;

namespace Platform.Exchanges.Tests.Users;

public sealed class BinanceUserStreamTests
{
    private readonly ManualClock _clock = ManualClock.At(0);
    private readonly Sink _sink = new();

    [Fact]
    public async Task Events_arrive_and_an_expired_key_is_replaced()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/listenKey", """{"listenKey":"first"}""");
        venue.OnSocket = async socket =>
        {
            venue.Answer("POST /fapi/v1/listenKey", """{"listenKey":"second"}""");
            await socket.SendAsync("""{"e":"GRID_UPDATE","E":1}""");
            await socket.SendAsync("""{"e":"listenKeyExpired","E":2,"listenKey":"first"}""");
            await socket.EndedAsync();
        };

        await RunAsync(venue, () => _sink.Ups.Count >= 2);

        Assert.Equal(new OtherEvent(1, "GRID_UPDATE"), _sink.Events.First());
        Assert.Equal("the listen key expired", _sink.Downs.First());
        Assert.Equal(["/private/ws/first", "/private/ws/second"], venue.Requests.Where(request => request.Contains("/private", StringComparison.Ordinal)).Select(request => request[4..]).Take(2));
    }

    [Fact]
    public async Task The_key_is_kept_alive_by_the_platform_clock_and_an_expired_key_is_replaced()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/listenKey", """{"listenKey":"k"}""");
        venue.Answer("PUT /fapi/v1/listenKey", """{"listenKey":"k"}""");

        await RunAsync(venue, () =>
        {
            if (_sink.Ups.Count != 1 || _clock.ArmedTimers == 0)
                return _sink.Ups.Count >= 2;
            if (venue.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)) == 1)
                venue.Answer("PUT /fapi/v1/listenKey", """{"code":-1125,"msg":"This listenKey does not exist."}""", 400);
            _clock.Advance(TimeSpan.FromMinutes(20));
            return false;
        });

        Assert.Contains("listenKey does not exist", _sink.Downs.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keep_alive_whose_answer_never_came_is_sent_once()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("POST /fapi/v1/listenKey", """{"listenKey":"k"}""");
        venue.Answer("PUT /fapi/v1/listenKey", """{"listenKey":"k"}""");
        RecordingProxy? recording = null;
        await using var proxy = recording = new RecordingProxy(venue.Endpoints.Rest, call => call.StartsWith("PUT ", StringComparison.Ordinal) && recording!.Closed == 0);
        int advanced = 0;

        await RunAsync(venue.Endpoints with { Rest = proxy.Address }, () =>
        {
            int sent = proxy.Forwarded.Count(call => call.StartsWith("PUT ", StringComparison.Ordinal));
            if (_sink.Ups.Count == 1 && _clock.ArmedTimers > 0 && sent == advanced && advanced < 2)
            {
                advanced++;
                _clock.Advance(TimeSpan.FromMinutes(20));
            }

            return sent >= 2 && _clock.ArmedTimers > 0;
        });

        // One for each twenty minutes: the first was not repeated.
        Assert.Equal((2, 1), (proxy.Forwarded.Count(call => call.StartsWith("PUT ", StringComparison.Ordinal)), proxy.Closed));
        Assert.Equal(2, advanced);
    }

    [Theory]
    [InlineData("wss://host/private/ws/LISTENKEY", "wss://host/private/ws")]
    [InlineData("ws://127.0.0.1:5080/market/stream?streams=btcusdt@aggTrade", "ws://127.0.0.1:5080/market/stream")]
    public void The_listen_key_of_an_address_is_not_shown(string address, string told) => Assert.Equal(told, StreamSocket.WithoutKey(new Uri(address)));

    private Task RunAsync(ScriptedVenue venue, Func<bool> until) => RunAsync(venue.Endpoints, until);

    private async Task RunAsync(BinanceEndpoints endpoints, Func<bool> until)
    {
        using var stop = new CancellationTokenSource();
        using BinanceRest rest = BinanceRestTests.Rest(endpoints);
        Task running = new BinanceUserStream(rest, new StreamOptions(), _sink, _clock, TimeProvider.System).RunAsync(stop.Token);
        await Eventually.TrueAsync(until);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);
    }

    private sealed class Sink : IUserSink
    {
        public ConcurrentQueue<int> Ups { get; } = new();

        public ConcurrentQueue<string> Downs { get; } = new();

        public ConcurrentQueue<UserEvent> Events { get; } = new();

        public void UserStreamUp(int generation) => Ups.Enqueue(generation);

        public void UserStreamDown(int generation, string reason) => Downs.Enqueue(reason);

        public void UserEvent(UserEvent happened) => Events.Enqueue(happened);

        public void UserEventUnreadable(Fault fault) => Assert.Fail(fault.Message);
    }
}
