using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The events of a user stream for each change of an account, in order (spec/binance-usdm.md §4.5, §7).</summary>
public class EventOrderTests
{
    [Fact]
    public async Task A_fill_is_published_as_trade_lite_account_update_and_order_update_with_one_time_and_trade_id()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        await randomRun.OrderAsync("side=BUY&type=MARKET&quantity=0.01");
        Assert.Equal(["order NEW/NEW", "lite", "account ORDER", "order TRADE/FILLED"], await randomRun.TakeAsync(4));
        Assert.Single(randomRun.Last(3).Select(message => message.GetProperty("T").GetInt64()).Distinct());
        Assert.Equal(randomRun.Last(3)[0].GetProperty("t").GetInt64(), randomRun.Last(1)[0].GetProperty("o").GetProperty("t").GetInt64());
    }

    [Fact]
    public async Task The_ends_of_orders_have_their_reasons()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        decimal bid = await randomRun.BidAsync();
        await randomRun.OrderAsync($"side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.01&price={bid * 0.99m:0}");
        Assert.Equal(["order NEW/NEW", "order EXPIRED/EXPIRED er=2"], await randomRun.TakeAsync(2));

        await randomRun.OrderAsync($"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid * 0.98m:0}&newClientOrderId=a");
        await randomRun.SignedAsync("PUT", $"side=BUY&origClientOrderId=a&quantity=0.02&price={bid * 0.98m:0}");
        await randomRun.SignedAsync("DELETE", "origClientOrderId=a");
        Assert.Equal(["order NEW/NEW", "order AMENDMENT/NEW", "order CANCELED/CANCELED"], await randomRun.TakeAsync(3));

        await randomRun.OrderAsync($"side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid * 1.0001m:0}&newClientOrderId=mine");
        await randomRun.OrderAsync($"side=BUY&type=LIMIT&timeInForce=IOC&quantity=9&price={bid * 1.0001m:0}&selfTradePreventionMode=EXPIRE_BOTH");
        string[] prevented = await randomRun.UntilAsync("order EXPIRED/EXPIRED_IN_MATCH er=3");
        Assert.Contains("order EXPIRED/EXPIRED_IN_MATCH er=1", prevented);
    }

    [Fact]
    public async Task Reduce_only_orders_end_when_their_position_closes()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        decimal bid = await randomRun.BidAsync();
        await randomRun.OrderAsync("side=BUY&type=MARKET&quantity=0.02");
        await randomRun.OrderAsync($"side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.02&price={bid * 1.02m:0}&reduceOnly=true");
        await randomRun.TakeAsync(5);
        await randomRun.OrderAsync("side=SELL&type=MARKET&quantity=0.02");
        Assert.Equal(["order NEW/NEW", "lite", "account ORDER", "order TRADE/FILLED", "order EXPIRED/EXPIRED er=4"], await randomRun.TakeAsync(5));
    }

    [Fact]
    public async Task A_liquidation_is_an_order_of_the_exchange_and_pays_the_fund()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        decimal bid = await randomRun.BidAsync();
        await randomRun.OrderAsync("side=BUY&type=MARKET&quantity=0.01");
        await randomRun.OrderAsync($"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid * 0.98m:0}");
        await randomRun.TakeAsync(5);
        await randomRun.ActAsync("""{"action":"liquidate","account":"AK"}""");
        Assert.Equal(["order EXPIRED/EXPIRED er=5", "order NEW/NEW", "account ORDER", "order CALCULATED/FILLED", "account INSURANCE_CLEAR"], await randomRun.TakeAsync(5));
        JsonElement order = randomRun.Last(2)[0].GetProperty("o");
        Assert.Equal(("LIQUIDATION", true), (order.GetProperty("o").GetString(), order.GetProperty("c").GetString()!.StartsWith("autoclose-", StringComparison.Ordinal)));
        await randomRun.OrderAsync("side=BUY&type=MARKET&quantity=0.01");
        await randomRun.TakeAsync(4);
        await randomRun.ActAsync("""{"action":"deleverage","account":"AK","symbol":"BTCUSDT"}""");
        Assert.Equal(["order NEW/NEW", "account ORDER", "order CALCULATED/FILLED"], await randomRun.TakeAsync(3));
        Assert.StartsWith("adl_autoclose", randomRun.Last(1)[0].GetProperty("o").GetProperty("c").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_that_ends_expires_orders_and_settles_positions()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        decimal bid = await randomRun.BidAsync();
        await randomRun.OrderAsync("side=SELL&type=MARKET&quantity=0.01");
        await randomRun.OrderAsync($"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid * 0.98m:0}");
        await randomRun.TakeAsync(5);
        await randomRun.ActAsync("""{"action":"delist","symbol":"BTCUSDT"}""");
        Assert.Equal(["order EXPIRED/EXPIRED er=7", "order NEW/NEW", "account ORDER", "order CALCULATED/FILLED"], await randomRun.TakeAsync(4));
        Assert.StartsWith("settlement_autoclose-", randomRun.Last(1)[0].GetProperty("o").GetProperty("c").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conditional_order_changes_from_new_to_finished_with_the_order_that_it_places()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync(speed: 20);
        decimal bid = await randomRun.BidAsync();
        await randomRun.AlgoAsync($"side=BUY&type=STOP_MARKET&quantity=0.01&triggerPrice={bid * 1.0002m:0}&clientAlgoId=up");
        await randomRun.AlgoAsync($"side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice={bid * 0.9998m:0}&clientAlgoId=down");
        string[] told = await randomRun.UntilAsync("algo FINISHED");
        Assert.Equal(["algo NEW", "algo NEW"], told[..2]);
        Assert.Equal(["algo NEW", "algo TRIGGERING", "order NEW/NEW", "lite", "account ORDER", "order TRADE/FILLED", "algo TRIGGERED", "algo FINISHED"], told.Where(text => text != "order TRADE/PARTIALLY_FILLED").Distinct());
    }

    [Fact]
    public async Task Changes_of_settings_are_published_with_their_reason()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        await randomRun.CallAsync("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=5");
        await randomRun.CallAsync("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await randomRun.CallAsync("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED");
        await randomRun.CallAsync("POST", "/fapi/v1/multiAssetsMargin", "multiAssetsMargin=true");
        await randomRun.ActAsync("""{"action":"transfer","account":"AK","amount":"-5"}""");
        Assert.Equal(["config ac", "account MARGIN_TYPE_CHANGE", "account MARGIN_TYPE_CHANGE", "config ai", "account WITHDRAW"], await randomRun.TakeAsync(5));
        Assert.Equal("-5.00000000", randomRun.Last(1)[0].GetProperty("a").GetProperty("B")[0].GetProperty("bc").GetString());
    }

    [Fact]
    public async Task A_lower_leverage_cap_is_published_with_its_brackets_and_to_accounts_above_it()
    {
        await using RandomRun randomRun = await RandomRun.OpenAsync();
        await using StreamClient market = await randomRun.OpenMarketAsync("!contractInfo");
        await randomRun.CallAsync("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=50");
        await randomRun.ActAsync("""{"action":"cap_leverage","symbol":"BTCUSDT","leverage":10}""");
        Assert.Equal(["config ac", "config ac"], await randomRun.TakeAsync(2));
        Assert.Equal(10, randomRun.Last(1)[0].GetProperty("ac").GetProperty("l").GetInt32());
        JsonElement told = await market.EventAsync("contractInfo");
        JsonElement[] brackets = [.. told.GetProperty("bks").EnumerateArray()];
        Assert.Equal("bs,bnf,bnc,mmr,cf,mi,ma", string.Join(',', brackets[0].EnumerateObject().Select(field => field.Name)));
        Assert.Equal((1, 0L, 10, 6, 0m), (brackets[0].GetProperty("bs").GetInt32(), brackets[0].GetProperty("bnf").GetInt64(), brackets[0].GetProperty("ma").GetInt32(), brackets[0].GetProperty("mi").GetInt32(), brackets[0].GetProperty("cf").GetDecimal()));
        decimal cumulative = brackets[1].GetProperty("bnf").GetInt64() * (brackets[1].GetProperty("mmr").GetDecimal() - brackets[0].GetProperty("mmr").GetDecimal());
        Assert.Equal(cumulative, brackets[1].GetProperty("cf").GetDecimal());
        Assert.Equal(-4028, await randomRun.RefusedAsync("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=11"));
        await randomRun.ActAsync("""{"action":"halt","symbol":"BTCUSDT"}""");
        Assert.False((await market.EventAsync("contractInfo")).TryGetProperty("bks", out _));
    }

    /// <summary>One account, its requests, and the events that it receives.</summary>
    private sealed class RandomRun : IAsyncDisposable
    {
        private readonly TestVenue _venue;
        private readonly StreamClient _client;
        private readonly List<JsonElement> _heard = [];

        private RandomRun(TestVenue venue, StreamClient client) => (_venue, _client) = (venue, client);

        /// <summary>Opens an account on a market that is paused two seconds after its start, always in the same state, or that runs.</summary>
        public static async Task<RandomRun> OpenAsync(double speed = 0)
        {
            TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(options) with
            {
                Exchange = options.Exchange with { Speed = Math.Max(1, speed), StartPaused = true, VirtualStart_ms = 1_766_361_600_000 },
            });
            var randomRun = new RandomRun(venue, await venue.OpenAsync($"/private/ws/{await venue.ListenKeyAsync()}"));
            await randomRun.ActAsync("""{"action":"step","stepMs":2000}""");
            if (speed > 0)
                await randomRun.ActAsync("""{"action":"resume"}""");
            return randomRun;
        }

        public Task OrderAsync(string parameters) => CallAsync("POST", "/fapi/v1/order", "symbol=BTCUSDT&" + parameters);

        public Task AlgoAsync(string parameters) => CallAsync("POST", "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&" + parameters);

        public Task SignedAsync(string method, string parameters) => CallAsync(method, "/fapi/v1/order", "symbol=BTCUSDT&" + parameters);

        public async Task CallAsync(string method, string path, string parameters)
        {
            Answer answer = await _venue.SignedAsync(method, path, parameters);
            Assert.True(answer.Status == 200, answer.Body.GetRawText());
        }

        public async Task<int> RefusedAsync(string method, string path, string parameters) => (await _venue.SignedAsync(method, path, parameters)).Code;

        public Task<StreamClient> OpenMarketAsync(string stream) => _venue.OpenAsync($"/market/ws/{stream}");

        public async Task ActAsync(string action)
        {
            Answer answer = await _venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent(action), null, "T");
            Assert.True(answer.Status == 200, answer.Body.GetRawText());
        }

        public async Task<decimal> BidAsync() =>
            decimal.Parse((await _venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty("bidPrice").GetString()!, CultureInfo.InvariantCulture);

        public IReadOnlyList<JsonElement> Last(int count) => _heard[^count..];

        public async Task<string[]> TakeAsync(int count)
        {
            for (int i = 0; i < count; i++)
                _heard.Add(await _client.NextAsync(_ => true));
            return [.. _heard[^count..].Select(Text)];
        }

        public async Task<string[]> UntilAsync(string last)
        {
            int from = _heard.Count;
            do
                _heard.Add(await _client.NextAsync(_ => true));
            while (Text(_heard[^1]) != last);
            return [.. _heard[from..].Select(Text)];
        }

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            await _venue.DisposeAsync();
        }

        private static string Text(JsonElement message)
        {
            switch (StreamClient.TypeOf(message))
            {
                case "ORDER_TRADE_UPDATE":
                    JsonElement order = message.GetProperty("o");
                    string reason = order.GetProperty("er").GetString()!;
                    return $"order {order.GetProperty("x").GetString()}/{order.GetProperty("X").GetString()}{(reason == "0" ? "" : $" er={reason}")}";
                case "ACCOUNT_UPDATE":
                    return $"account {message.GetProperty("a").GetProperty("m").GetString()}";
                case "ALGO_UPDATE":
                    return $"algo {message.GetProperty("o").GetProperty("X").GetString()}";
                case "ACCOUNT_CONFIG_UPDATE":
                    return message.TryGetProperty("ac", out _) ? "config ac" : "config ai";
                case "TRADE_LITE":
                    return "lite";
                default:
                    return message.GetRawText();
            }
        }
    }
}
