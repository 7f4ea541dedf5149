using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Platform.TestKit.Clocks;
using Platform.TestKit.Waiting;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Server.Options;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class StreamTests
{
    [Fact]
    public async Task Every_id_is_echoed_and_every_control_method_is_answered()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/market/ws");
        Assert.Equal("""{"result":null,"id":"0123456789abcdef0123456789abcdef"}""", Text(await client.AskAsync("""{"method":"SUBSCRIBE","params":["x@y"],"id":"0123456789abcdef0123456789abcdef"}""")));
        Assert.Equal("""{"result":["x@y"],"id":-9007199254740993}""", Text(await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":-9007199254740993}""")));
        Assert.Equal("""{"result":false,"id":null}""", Text(await client.AskAsync("""{"method":"GET_PROPERTY","params":["combined"],"id":null}""")));
        Assert.Equal("""{"result":null,"id":1}""", Text(await client.AskAsync("""{"method":"SET_PROPERTY","params":["combined",true],"id":1}""")));
        Assert.Equal("""{"result":true,"id":2}""", Text(await client.AskAsync("""{"method":"GET_PROPERTY","params":["combined"],"id":2}""")));
        Assert.Equal("""{"result":null,"id":3}""", Text(await client.AskAsync("""{"method":"UNSUBSCRIBE","params":["x@y"],"id":3}""")));
        Assert.Equal("""{"result":[],"id":4}""", Text(await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":4}""")));
    }

    [Theory]
    [InlineData("""{"method":"SET_PROPERTY","params":["colour",true],"id":1}""", 0)]
    [InlineData("""{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}""", 1)]
    [InlineData("""{"method":"SET_PROPERTY","params":["combined",true,1],"id":1}""", 2)]
    [InlineData("""{"method":"SET_PROPERTY","params":[7],"id":1}""", 2)]
    [InlineData("""{"method":"SHOUT","id":1}""", 2)]
    [InlineData("""{"params":[],"id":1}""", 2)]
    [InlineData("""{"method":"SUBSCRIBE","params":[1],"id":1}""", 2)]
    [InlineData("""{"method":"SUBSCRIBE","params":[],"id":{}}""", 2)]
    [InlineData("""[]""", 2)]
    [InlineData("""{oops""", 3)]
    public async Task Control_errors_have_their_codes(string request, int code)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/public/ws");
        JsonElement answer = await client.AskAsync(request);
        JsonElement error = answer.TryGetProperty("error", out JsonElement inner) ? inner : answer;
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(request.Contains("\"id\":1", StringComparison.Ordinal), answer.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_stream_of_another_route_is_acknowledged_and_not_delivered()
    {
        await using TestVenue venue = await TestVenue.StartAsync(Fast);
        await using StreamClient client = await venue.OpenAsync("/public/stream?streams=");
        await client.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s","btcusdt@depth@100ms"],"id":1}""");
        for (int i = 0; i < 30; i++)
            Assert.Equal("btcusdt@depth@100ms", (await client.NextAsync(_ => true)).GetProperty("stream").GetString());
        await using StreamClient unrouted = await venue.OpenAsync("/ws/btcusdt@markPrice@1s/btcusdt@depth@100ms");
        for (int i = 0; i < 30; i++)
            Assert.Equal("depthUpdate", StreamClient.TypeOf(await unrouted.NextAsync(_ => true)));
    }

    [Theory]
    [InlineData("btcusdt@aggTrade", "aggTrade", "e,E,s,a,p,q,nq,f,l,T,m,st")]
    [InlineData("btcusdt@markPrice@1s", "markPriceUpdate", "e,E,s,p,ap,i,P,r,T,st")]
    [InlineData("btcusdt@kline_1m", "kline", "e,E,s,k")]
    [InlineData("btcusdt_perpetual@continuousKline_1m", "continuous_kline", "e,E,ps,ct,k")]
    [InlineData("btcusdt@miniTicker", "24hrMiniTicker", "e,E,s,ps,c,o,h,l,v,q,st")]
    [InlineData("btcusdt@ticker", "24hrTicker", "e,E,s,ps,p,P,w,c,Q,o,h,l,v,q,O,C,F,L,n,st")]
    public async Task Market_streams_have_exactly_their_fields(string stream, string type, string fields) => await ExpectFieldsAsync("/market", stream, type, fields);

    [Theory]
    [InlineData("btcusdt@bookTicker", "bookTicker", "e,u,s,ps,b,B,a,A,T,E,st")]
    [InlineData("btcusdt@depth", "depthUpdate", "e,E,T,s,ps,U,u,pu,b,a,st")]
    [InlineData("btcusdt@depth5@100ms", "depthUpdate", "e,E,T,s,ps,U,u,pu,b,a,st")]
    [InlineData("btcusdt@rpiDepth@500ms", "depthUpdate", "e,E,T,s,ps,U,u,pu,b,a,st")]
    [InlineData("btcusdt@trade", "trade", "e,E,T,s,t,p,q,X,m")]
    public async Task Public_streams_have_exactly_their_fields(string stream, string type, string fields) => await ExpectFieldsAsync("/public", stream, type, fields);

    [Fact]
    public async Task The_mark_prices_of_all_symbols_come_in_one_array_every_second()
    {
        await using TestVenue venue = await TestVenue.StartAsync(Fast);
        await using StreamClient client = await venue.OpenAsync("/market/ws/!markPrice@arr@1s");
        long last = 0;
        for (int i = 0; i < 5; i++)
        {
            JsonElement array = await client.NextAsync(_ => true);
            Assert.Equal(3, array.GetArrayLength());
            long time = array[0].GetProperty("E").GetInt64();
            Assert.True(last == 0 || time == last + 1000, $"{last} then {time}");
            last = time;
        }
    }

    [Fact]
    public async Task A_local_book_kept_from_diffs_equals_the_venues_book()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(Fast(options)));
        await using StreamClient client = await venue.OpenAsync("/public/ws/btcusdt@depth@100ms");
        var changes = new List<JsonElement>();
        for (int i = 0; i < 20; i++)
            changes.Add(await client.NextAsync(_ => true));
        JsonElement snapshot = (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).Body;
        long id = snapshot.GetProperty("lastUpdateId").GetInt64();
        while (changes[^1].GetProperty("u").GetInt64() < id + 200)
            changes.Add(await client.NextAsync(_ => true));
        long previous = 0;
        foreach (JsonElement change in changes)
        {
            Assert.True(previous == 0 || change.GetProperty("pu").GetInt64() == previous, "the chain of update ids is broken");
            previous = change.GetProperty("u").GetInt64();
        }

        JsonElement first = changes.First(change => change.GetProperty("u").GetInt64() >= id);
        Assert.True(first.GetProperty("U").GetInt64() <= id + 1, "the first change after the snapshot leaves a gap");
    }

    [Fact]
    public async Task The_depth_stream_without_a_cadence_delivers_each_change()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(Fast(options)));
        await using StreamClient client = await venue.OpenAsync("/public/stream?streams=btcusdt@depth@0ms/btcusdt@depth@500ms");
        var changes = new List<JsonElement>();
        JsonElement? batch = null;
        for (int batches = 0; batches < 3;)
        {
            JsonElement message = await client.NextAsync(_ => true);
            if (message.GetProperty("stream").GetString() == "btcusdt@depth@0ms")
                changes.Add(message.GetProperty("data"));
            else if (++batches == 3)
                batch = message.GetProperty("data");
        }

        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal((pair.First.GetProperty("u").GetInt64(), pair.First.GetProperty("u").GetInt64() + 1), (pair.Second.GetProperty("pu").GetInt64(), pair.Second.GetProperty("U").GetInt64())));
        JsonElement[] inside = [.. changes.Where(change => change.GetProperty("u").GetInt64() <= batch!.Value.GetProperty("u").GetInt64() && change.GetProperty("U").GetInt64() >= batch.Value.GetProperty("U").GetInt64())];
        Assert.True(changes.Count > 3 && inside.Length > 0, $"{changes.Count} changes, {inside.Length} of them in the last half second");
        foreach (string side in new[] { "b", "a" })
        {
            var last = new Dictionary<string, string>();
            foreach (JsonElement level in inside.SelectMany(change => change.GetProperty(side).EnumerateArray()))
                last[level[0].GetString()!] = level[1].GetString()!;
            Assert.Equal(batch!.Value.GetProperty(side).EnumerateArray().Select(level => (level[0].GetString(), level[1].GetString())).Order(), last.Select(level => ((string?)level.Key, (string?)level.Value)).Order());
        }
    }

    [Fact]
    public async Task An_rpi_order_changes_only_the_rpi_depth_stream_and_its_update_ids_stay_contiguous()
    {
        await using TestVenue venue = await TestVenue.StartAsync(TestVenue.Generous);
        await using StreamClient client = await venue.OpenAsync("/public/stream?streams=btcusdt@rpiDepth@500ms/btcusdt@depth@500ms");
        JsonElement first = await client.NextAsync(message => message.GetProperty("stream").GetString() == "btcusdt@rpiDepth@500ms");
        decimal bid = decimal.Parse((await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty("bidPrice").GetString()!, CultureInfo.InvariantCulture);
        Answer placed = await venue.OrderAsync($"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=RPI&quantity=0.777&price={Math.Floor(bid * 0.98m)}");
        (string force, string price) = (placed.Body.GetProperty("timeInForce").GetString()!, placed.Body.GetProperty("price").GetString()!);
        Assert.Equal("RPI", force);
        (JsonElement open, JsonElement rpi) = (default, first.GetProperty("data"));
        long previous = rpi.GetProperty("u").GetInt64();
        while (rpi.GetProperty("b").EnumerateArray().All(level => level[0].GetString() != price))
        {
            JsonElement message = await client.NextAsync(_ => true);
            if (message.GetProperty("stream").GetString() == "btcusdt@depth@500ms")
            {
                open = message.GetProperty("data");
                continue;
            }

            rpi = message.GetProperty("data");
            Assert.Equal(previous, rpi.GetProperty("pu").GetInt64());
            previous = rpi.GetProperty("u").GetInt64();
        }

        JsonElement hidden = (await venue.GetAsync("/fapi/v1/rpiDepth?symbol=BTCUSDT&limit=1000")).Body, shown = (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).Body;
        Assert.Equal(("0.777", ""), (Quantity(hidden, price), Quantity(shown, price)));
        Assert.True(open.ValueKind == JsonValueKind.Undefined || open.GetProperty("b").EnumerateArray().All(level => level[0].GetString() != price));
        Assert.Equal(-4021, (await venue.GetAsync("/fapi/v1/rpiDepth?symbol=BTCUSDT&limit=500")).Code);
    }

    [Fact]
    public async Task More_than_ten_messages_in_a_second_end_the_connection()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/public/ws");
        for (int i = 0; i < 12; i++)
            await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        while (await client.NextAsync() is not null)
        {
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.Closed);
    }

    [Fact]
    public async Task A_connection_may_follow_1024_streams_and_no_more()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await using StreamClient client = await venue.OpenAsync("/public/ws");
        string names = string.Join(',', Enumerable.Range(0, 1024).Select(i => $"\"s{i}@none\""));
        Assert.Equal("""{"result":null,"id":1}""", Text(await client.AskAsync($$"""{"method":"SUBSCRIBE","params":[{{names}}],"id":1}""")));
        Assert.True((await client.AskAsync("""{"method":"SUBSCRIBE","params":["one@more"],"id":2}""")).TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Pings_are_sent_every_three_minutes_and_silence_or_age_ends_a_connection()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using TestVenue venue = await TestVenue.StartAsync(real: clock);
        await using StreamClient client = await venue.OpenAsync("/public/ws");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        for (int minute = 0; minute < 24 * 60; minute += 3)
        {
            long before = venue.Process.Connections.Connections.Single().Session.SentFrames;
            clock.Advance(TimeSpan.FromMinutes(3));
            await Eventually.TrueAsync(() => venue.Process.Connections.Connections.All(connection => connection.Session.SentFrames > before));

            // While the client reads the response, its runtime answers the ping. After the last step the connection is too old for a request.
            if (minute + 3 < 24 * 60)
                await client.AskAsync($$"""{"method":"LIST_SUBSCRIPTIONS","id":{{minute}}}""");
        }

        while (await client.NextAsync() is not null)
        {
        }

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Closed);
    }

    [Fact]
    public async Task A_client_that_sends_no_pong_is_disconnected_after_ten_minutes()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using TestVenue venue = await TestVenue.StartAsync(real: clock);
        await using StreamClient client = await venue.OpenAsync("/public/ws");
        await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        StreamConnection connection = venue.Process.Connections.Connections.Single();
        for (int minute = 3; minute <= 9; minute += 3)
        {
            // Nothing is received in between, so that the client's runtime answers no ping.
            long before = connection.Session.SentFrames;
            clock.Advance(TimeSpan.FromMinutes(3));
            await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":2}""");
            await Eventually.TrueAsync(() => connection.Session.SentFrames >= before + 2);
        }

        clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync(() => venue.Process.Connections.Connections.Count == 0);
    }

    private static VenueOptions Fast(VenueOptions options) =>
        options with { Exchange = options.Exchange with { Speed = 50 } };

    private static async Task ExpectFieldsAsync(string part, string stream, string type, string fields)
    {
        await using TestVenue venue = await TestVenue.StartAsync(Fast);
        await using StreamClient client = await venue.OpenAsync($"{part}/stream?streams={stream}");
        JsonElement message = await client.NextAsync(_ => true);
        Assert.Equal(stream, message.GetProperty("stream").GetString());
        JsonElement data = message.GetProperty("data");
        Assert.Equal(type, StreamClient.TypeOf(data));
        Assert.Equal(fields, string.Join(',', data.EnumerateObject().Select(field => field.Name)));
    }

    private static string Quantity(JsonElement book, string price) =>
        book.GetProperty("bids").EnumerateArray().Where(level => level[0].GetString() == price).Select(level => level[1].GetString()!).FirstOrDefault("");

    private static string Text(JsonElement element) => element.GetRawText();
}
