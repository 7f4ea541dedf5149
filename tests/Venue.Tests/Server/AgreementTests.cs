using System.Globalization;
using System.Text.Json;
using Platform.TestKit.Waiting;
using Platform.Venue.Core.Contract;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>
/// Streams and queries must give a client the same data. Two accounts trade at random across a
/// funding time; then the clock is paused, and all values are compared exactly.
/// </summary>
public class AgreementTests
{
    private const long Funding_ms = 1_750_032_000_000;

    /// <summary>Real time until the funding, long enough to open positions on a busy machine.</summary>
    private const int UntilFunding_ms = 6_000;
    private static readonly (string Key, string Secret)[] s_accounts = [("AK", "SK"), ("BK", "BS")];

    [Theory]
    [InlineData(20)]
    [InlineData(120)]
    public async Task Streams_and_queries_agree(int speed)
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(options) with
        {
            Exchange = options.Exchange with { Symbols = 4, Speed = speed, VirtualStart_ms = Funding_ms - UntilFunding_ms * speed },
        });
        string[] symbols = [.. (await venue.GetAsync("/fapi/v1/ticker/price")).Body.EnumerateArray().Select(row => Text(row, "symbol"))];
        await using StreamRecord books = await StreamRecord.OpenAsync(venue, Streams("/public", symbols, "@depth@100ms", "@bookTicker", "@trade"));
        await using StreamRecord market = await StreamRecord.OpenAsync(venue, Streams("/market", symbols, "@aggTrade", "@kline_1m"));
        await using StreamRecord alice = await StreamRecord.OpenAsync(venue, $"/private/ws/{await venue.ListenKeyAsync("AK")}");
        await using StreamRecord bob = await StreamRecord.OpenAsync(venue, $"/private/ws/{await venue.ListenKeyAsync("BK")}");
        await Eventually.TrueAsync(() => symbols.All(symbol => books.Of("depthUpdate").Any(update => Text(update, "s") == symbol)));
        Dictionary<string, FollowedBook> followed = [];
        foreach (string symbol in symbols)
            followed[symbol] = new FollowedBook((await venue.GetAsync($"/fapi/v1/depth?symbol={symbol}&limit=1000")).Body);

        await TradeAsync(venue, symbols, new Random(20250616));
        await Eventually.TrueAsync(() => market.Of("kline").Count(kline => kline.GetProperty("k").GetProperty("x").GetBoolean()) >= 3 * symbols.Length);
        await Eventually.TrueAsync(async () => await venue.TimeAsync() > Funding_ms);
        await ActAsync(venue, """{"action":"pause"}""");
        await CompareBooksAsync(venue, books, followed);
        foreach (StreamRecord record in new[] { books, market, alice, bob })
            await record.DrainAsync();
        foreach (string symbol in symbols)
        {
            await CompareTradesAsync(venue, symbol, Rows(market, "aggTrade", symbol), Rows(books, "trade", symbol));
            await CompareKlinesAsync(venue, symbol, Rows(market, "aggTrade", symbol), Rows(market, "kline", symbol));
            await CompareTickersAsync(venue, symbol, Rows(books, "bookTicker", symbol), Rows(books, "trade", symbol)[^1]);
        }

        await CompareAccountAsync(venue, s_accounts[0], symbols, alice);
        await CompareAccountAsync(venue, s_accounts[1], symbols, bob);
    }

    private static async Task TradeAsync(TestVenue venue, string[] symbols, Random random)
    {
        for (int i = 0; i < 160; i++)
        {
            string symbol = symbols[random.Next(symbols.Length)];
            (string key, string secret) = s_accounts[random.Next(2)];
            JsonElement best = (await venue.GetAsync($"/fapi/v1/ticker/bookTicker?symbol={symbol}")).Body;
            (string side, string touch) = random.Next(2) == 0 ? ("BUY", "bidPrice") : ("SELL", "askPrice");
            decimal quantity = Math.Ceiling(120 / Number(best, touch) * 1_000) / 1_000;
            string terms = random.Next(3) switch
            {
                0 => $"type=MARKET&quantity={Whole(quantity)}",
                1 => $"type=LIMIT&timeInForce=IOC&price={Text(best, side == "BUY" ? "askPrice" : "bidPrice")}&quantity={Whole(quantity)}",
                _ => $"type=LIMIT&timeInForce=GTC&price={Text(best, touch)}&quantity={Whole(quantity)}",
            };
            await venue.OrderAsync($"symbol={symbol}&side={side}&{terms}", key, secret);
            if (i % 40 == 39)
                await venue.SignedAsync("DELETE", "/fapi/v1/allOpenOrders", $"symbol={symbol}", key, secret);
        }

        // Every contract of the model accepts integer quantities; only expensive contracts accept fractions.
        static string Whole(decimal quantity) => (quantity < 1 ? quantity : Math.Ceiling(quantity)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Steps the paused clock until the last update of every book is published, and compares each book with the query.</summary>
    private static async Task CompareBooksAsync(TestVenue venue, StreamRecord books, Dictionary<string, FollowedBook> followed)
    {
        var open = new HashSet<string>(followed.Keys);
        for (int step = 0; open.Count > 0; step++)
        {
            Assert.True(step < 400, $"no quiet moment in the books of {string.Join(", ", open)}");
            await ActAsync(venue, """{"action":"step","stepMs":1}""");
            foreach (string symbol in open.ToArray())
            {
                JsonElement asked = (await venue.GetAsync($"/fapi/v1/depth?symbol={symbol}&limit=1000")).Body;
                long id = asked.GetProperty("lastUpdateId").GetInt64();
                if (Rows(books, "depthUpdate", symbol)[^1].GetProperty("u").GetInt64() != id)
                    continue;
                FollowedBook book = followed[symbol];
                foreach (JsonElement update in Rows(books, "depthUpdate", symbol))
                    book.Apply(update);
                Assert.Equal(asked.GetProperty("bids").EnumerateArray().Select(FollowedBook.Level), book.Bids);
                Assert.Equal(asked.GetProperty("asks").EnumerateArray().Select(FollowedBook.Level), book.Asks);
                open.Remove(symbol);
            }
        }
    }

    private static async Task CompareTradesAsync(TestVenue venue, string symbol, JsonElement[] aggregates, JsonElement[] trades)
    {
        Assert.NotEmpty(aggregates);
        foreach ((JsonElement before, JsonElement next) in aggregates.Zip(aggregates.Skip(1)))
        {
            Assert.Equal(Long(before, "a") + 1, Long(next, "a"));
            Assert.Equal(Long(before, "l") + 1, Long(next, "f"));
        }

        // Compares the latest ids of both, because one page has at most a thousand rows; an open aggregate trade has not been sent yet.
        JsonElement[] asked = [.. (await venue.GetAsync($"/fapi/v1/aggTrades?symbol={symbol}&limit=1000")).Body.EnumerateArray().Where(row => Long(row, "a") <= Long(aggregates[^1], "a"))];
        string[] fields = ["a", "p", "q", "f", "l", "T", "m"];
        IEnumerable<string> Lines(IEnumerable<JsonElement> rows) => rows.Select(row => string.Join(' ', fields.Select(field => row.GetProperty(field).ToString())));
        int common = Math.Min(asked.Length, aggregates.Length);
        Assert.Equal(Lines(aggregates[^common..]), Lines(asked[^common..]));
        var single = trades.ToDictionary(trade => Long(trade, "t"));
        JsonElement[] whole = [.. aggregates.Where(aggregate => single.ContainsKey(Long(aggregate, "f")) && single.ContainsKey(Long(aggregate, "l")))];
        Assert.True(whole.Length > 20, $"{whole.Length} aggregates of {symbol}");
        foreach (JsonElement aggregate in whole)
        {
            IEnumerable<JsonElement> parts = Enumerable.Range(0, (int)(Long(aggregate, "l") - Long(aggregate, "f")) + 1).Select(i => single[Long(aggregate, "f") + i]);
            Assert.Equal(Number(aggregate, "q"), parts.Sum(part => Number(part, "q")));
            Assert.All(parts, part => Assert.Equal(Number(aggregate, "p"), Number(part, "p")));
        }

        JsonElement[] told = [.. (await venue.GetAsync($"/fapi/v1/trades?symbol={symbol}&limit=500")).Body.EnumerateArray()];
        Assert.Equal(
            trades[^Math.Min(500, trades.Length)..].Select(trade => (Long(trade, "t"), Number(trade, "p"), Number(trade, "q"), Long(trade, "T"), trade.GetProperty("m").GetBoolean())),
            told[^Math.Min(told.Length, trades.Length)..].Select(trade => (Long(trade, "id"), Number(trade, "price"), Number(trade, "qty"), Long(trade, "time"), trade.GetProperty("isBuyerMaker").GetBoolean())));
    }

    /// <summary>Compares the last quotes and the last trade of the day from streams and queries.</summary>
    private static async Task CompareTickersAsync(TestVenue venue, string symbol, JsonElement[] quotes, JsonElement lastTrade)
    {
        Assert.All(quotes, quote => Assert.True(Number(quote, "b") < Number(quote, "a"), $"crossed: {quote}"));
        JsonElement best = (await venue.GetAsync($"/fapi/v1/ticker/bookTicker?symbol={symbol}")).Body;
        Assert.Equal(
            new[] { "bidPrice", "bidQty", "askPrice", "askQty" }.Select(field => Text(best, field)),
            new[] { "b", "B", "a", "A" }.Select(field => Text(quotes[^1], field)));
        JsonElement day = (await venue.GetAsync($"/fapi/v1/ticker/24hr?symbol={symbol}")).Body;
        Assert.Equal((Long(lastTrade, "t"), Number(lastTrade, "p"), Number(lastTrade, "q")), (Long(day, "lastId"), Number(day, "lastPrice"), Number(day, "lastQty")));
    }

    private static async Task CompareKlinesAsync(TestVenue venue, string symbol, JsonElement[] aggregates, JsonElement[] klines)
    {
        int compared = 0;
        foreach (JsonElement kline in klines.Select(message => message.GetProperty("k")).Where(kline => kline.GetProperty("x").GetBoolean() && Long(kline, "t") > Long(aggregates[0], "T")))
        {
            JsonElement[] inside = [.. aggregates.Where(aggregate => Long(aggregate, "T") >= Long(kline, "t") && Long(aggregate, "T") <= Long(kline, "T"))];
            Assert.Equal(Number(kline, "v"), inside.Sum(aggregate => Number(aggregate, "q")));
            Assert.Equal(Number(kline, "q"), inside.Sum(aggregate => Number(aggregate, "q") * Number(aggregate, "p")));
            Assert.Equal(Number(kline, "V"), inside.Where(aggregate => !aggregate.GetProperty("m").GetBoolean()).Sum(aggregate => Number(aggregate, "q")));
            Assert.Equal(Long(kline, "n"), inside.Sum(aggregate => Long(aggregate, "l") - Long(aggregate, "f") + 1));
            if (inside.Length > 0)
            {
                Assert.Equal((Number(inside[0], "p"), Number(inside[^1], "p")), (Number(kline, "o"), Number(kline, "c")));
                Assert.Equal((inside.Max(aggregate => Number(aggregate, "p")), inside.Min(aggregate => Number(aggregate, "p"))), (Number(kline, "h"), Number(kline, "l")));
            }

            JsonElement told = (await venue.GetAsync($"/fapi/v1/klines?symbol={symbol}&interval=1m&startTime={Long(kline, "t")}&limit=1")).Body[0];
            Assert.Equal(
                new[] { "o", "h", "l", "c", "v", "q", "n", "V", "Q" }.Select(field => kline.GetProperty(field).ToString()),
                new[] { 1, 2, 3, 4, 5, 7, 8, 9, 10 }.Select(column => told[column].ToString()));
            compared++;
        }

        Assert.True(compared >= 2, $"{compared} bars of {symbol}");
    }

    private static async Task CompareAccountAsync(TestVenue venue, (string Key, string Secret) account, string[] symbols, StreamRecord events)
    {
        Task<Answer> Ask(string path, string parameters = "") => venue.SignedAsync("GET", path, parameters, account.Key, account.Secret);
        JsonElement[] fills = [.. events.Of("ORDER_TRADE_UPDATE").Select(update => update.GetProperty("o")).Where(order => Text(order, "x") == "TRADE")];
        Assert.True(fills.Length > 20, $"{fills.Length} fills");
        JsonElement[] income = [.. (await Ask("/fapi/v1/income", "limit=1000")).Body.EnumerateArray()];
        var positions = (await Ask("/fapi/v3/positionRisk")).Body.EnumerateArray().ToDictionary(row => Text(row, "symbol"));
        foreach (string symbol in symbols)
        {
            JsonElement[] told = [.. (await Ask("/fapi/v1/userTrades", $"symbol={symbol}&limit=1000")).Body.EnumerateArray()];
            JsonElement[] heard = [.. fills.Where(fill => Text(fill, "s") == symbol)];
            Assert.Equal(told.Select(row => (Long(row, "id"), Number(row, "qty"), Number(row, "price"), Number(row, "realizedPnl"), Number(row, "commission"))), heard.Select(fill => (Long(fill, "t"), Number(fill, "l"), Number(fill, "L"), Number(fill, "rp"), Number(fill, "n"))));
            decimal net = told.Sum(row => Text(row, "side") == "BUY" ? Number(row, "qty") : -Number(row, "qty"));
            Assert.Equal(net, positions.TryGetValue(symbol, out JsonElement position) ? Number(position, "positionAmt") : 0);
            if (net != 0)
                Assert.InRange(Number(position, "unRealizedProfit") - (Number(position, "markPrice") - Number(position, "entryPrice")) * net, -0.00001m, 0.00001m);
            Assert.Equal(-told.Sum(row => Number(row, "commission")), income.Where(row => Text(row, "symbol") == symbol && Text(row, "incomeType") == "COMMISSION").Sum(row => Number(row, "income")));
        }

        Assert.Contains(income, row => Text(row, "incomeType") == "FUNDING_FEE");
        decimal balance = Number((await Ask("/fapi/v3/balance")).Body.EnumerateArray().Single(row => Text(row, "asset") == "USDT"), "balance");
        Assert.Equal(100_000 + income.Sum(row => Number(row, "income")), balance);
        JsonElement last = events.Of("ACCOUNT_UPDATE")[^1].GetProperty("a").GetProperty("B").EnumerateArray().Single(row => Text(row, "a") == "USDT");
        Assert.Equal(balance, Number(last, "wb"));
    }

    private static string Streams(string part, string[] symbols, params string[] kinds) =>
        $"{part}/stream?streams={string.Join('/', symbols.SelectMany(symbol => kinds.Select(kind => symbol.ToLowerInvariant() + kind)))}";

    private static async Task ActAsync(TestVenue venue, string action)
    {
        Answer done = await venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent(action), null, "T");
        Assert.True(done.Status == 200, done.Body.GetRawText());
    }

    private static JsonElement[] Rows(StreamRecord record, string type, string symbol) => [.. record.Of(type).Where(row => Text(row, "s") == symbol)];

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!;

    private static long Long(JsonElement row, string field) => row.GetProperty(field).GetInt64();

    private static decimal Number(JsonElement row, string field) => decimal.Parse(row.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
}
