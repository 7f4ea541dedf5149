using System.IO.Compression;
using System.Text.Json;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

/// <summary>Compares the book of a capture with a book that the test builds from the same lines by the published rules.</summary>
public sealed class RecordedBookTests
{
    [Theory]
    [InlineData("btcusdt_20240718.gz", "BTCUSDT")]
    [InlineData("ethusdt_20240718.gz", "ETHUSDT")]
    [InlineData("btcusdt_20230404.dat.gz", "BTCUSDT")]
    public void The_book_is_always_the_recorded_book(string name, string symbol)
    {
        string file = RecordedData.Path("binance-usdm-ws", name);
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null, Accounts = [] });
        var bids = new SortedDictionary<decimal, decimal>(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
        var asks = new SortedDictionary<decimal, decimal>();
        long snapshotId = 0;
        int compared = 0;
        foreach (Moment moment in MomentsOf(file))
        {
            if (moment.IsSnapshot)
            {
                snapshotId = moment.Id;
                bids.Clear();
                asks.Clear();
            }

            if (!moment.IsSnapshot && moment.Id <= snapshotId)
                continue;
            Apply(bids, moment.Message.GetProperty(moment.IsSnapshot ? "bids" : "b"));
            Apply(asks, moment.Message.GetProperty(moment.IsSnapshot ? "asks" : "a"));
            if (snapshotId == 0 || moment.HasCompany || moment.Time_ms < venue.Exchange.Clock.Now_ms)
                continue;

            // Until the next message only best prices and trades can change the recorded book, so the books are compared here.
            venue.RunUntil(moment.Time_ms);
            BookView shown = venue.Exchange.Market.Book(symbol, 200)!;
            Assert.Equal(bids.Take(200).Select(level => (level.Key, level.Value)), shown.Bids.Select(Level));
            Assert.Equal(asks.Take(200).Select(level => (level.Key, level.Value)), shown.Asks.Select(Level));
            compared++;
        }

        Assert.True(compared > 500, $"{compared} moments compared");
    }

    [Fact]
    public void Best_prices_are_the_recorded_ones_also_between_changes_of_depth()
    {
        string file = RecordedData.Path("binance-usdm-ws", "btcusdt_20240718.gz");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null, Accounts = [] });
        List<(long Time_ms, long Id)> depths = [.. Lines(file).Where(line => Event(line) == "depthUpdate").Select(line => (TimeOf(line), line.GetProperty("data").GetProperty("u").GetInt64()))];
        (JsonElement Message, long Time_ms)[] touches = [.. Lines(file).Where(line => line.TryGetProperty("data", out JsonElement data) && data.GetProperty("e").GetString() == "bookTicker")
            .Select(line => (line.GetProperty("data"), line.GetProperty("data").GetProperty("T").GetInt64()))];
        int compared = 0;
        for (int i = 2_000; i + 1 < touches.Length; i++)
        {
            (JsonElement touch, long time_ms) = touches[i];
            if (touches[i + 1].Time_ms == time_ms || depths.Exists(depth => depth.Time_ms <= time_ms && depth.Id > touch.GetProperty("u").GetInt64()))
                continue;
            venue.RunUntil(time_ms);
            BookTickerView shown = venue.Exchange.Market.BookTicker(TestExchange.Btc)!.Value;
            Assert.Equal((Number(touch, "b"), Number(touch, "B"), Number(touch, "a"), Number(touch, "A")), (Exact(shown.Bid.Units), Exact(shown.BidQuantity.Units), Exact(shown.Ask.Units), Exact(shown.AskQuantity.Units)));
            compared++;
        }

        Assert.True(compared > 1_000);
    }

    [Fact]
    public void The_tape_is_the_recorded_one_with_any_client_orders_and_these_rest_in_the_book()
    {
        string file = RecordedData.Path("binance-usdm-ws", "btcusdt_20240718.gz");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null });
        venue.Run(seconds: 20);
        Price deep = venue.Near(Side.Buy, -40);
        decimal before = Quantity(venue, deep);
        Assert.True(venue.Limit(venue.Alice, Side.Buy, "0.123", deep).IsOk);
        Assert.Equal(before + 0.123m, Quantity(venue, deep));
        Assert.True(venue.Market(venue.Bob, Side.Buy, "2").IsOk);
        venue.Run(seconds: 200);
        (long Id, decimal Price, decimal Quantity)[] recorded = [.. Lines(file).Where(line => line.TryGetProperty("data", out JsonElement data) && data.GetProperty("e").GetString() == "trade" && data.GetProperty("X").GetString() == "MARKET")
            .Select(line => line.GetProperty("data")).Select(data => (data.GetProperty("t").GetInt64(), Number(data, "p"), Number(data, "q")))];
        Assert.Equal(recorded, venue.Events.Trades.Select(trade => (trade.Id, Exact(trade.Price.Units), Exact(trade.Quantity.Units))));
    }

    [Fact]
    public void A_book_built_from_stream_changes_equals_the_queried_book_and_the_update_ids_are_contiguous()
    {
        string file = RecordedData.Path("binance-usdm-ws", "ethusdt_20240718.gz");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null, Accounts = [] });
        venue.Run(seconds: 60);
        var bids = new SortedDictionary<long, long>();
        var asks = new SortedDictionary<long, long>();
        for (int i = 0; i < venue.Events.Books.Count; i++)
        {
            (long first, long last, long previous, _, BookLevel[] changedBids, BookLevel[] changedAsks) = venue.Events.Books[i];
            Assert.True(i == 0 || (previous == venue.Events.Books[i - 1].Last && first == previous + 1 && last >= first));
            foreach (BookLevel level in changedBids)
                Set(bids, level);
            foreach (BookLevel level in changedAsks)
                Set(asks, level);
        }

        BookView book = venue.Exchange.Market.Book("ETHUSDT", 1000)!;
        Assert.Equal(venue.Events.Books[^1].Last, book.LastUpdateId);
        Assert.Equal(bids.Reverse().Take(1000).Select(level => (level.Key, level.Value)), book.Bids.Select(level => (level.Price.Units, level.Quantity.Units)));
        Assert.Equal(asks.Take(1000).Select(level => (level.Key, level.Value)), book.Asks.Select(level => (level.Price.Units, level.Quantity.Units)));

        static void Set(SortedDictionary<long, long> side, BookLevel level)
        {
            if (level.Quantity.IsZero)
                side.Remove(level.Price.Units);
            else
                side[level.Price.Units] = level.Quantity.Units;
        }
    }

    [Fact]
    public void Recorded_mark_and_index_prices_are_shown_and_the_recorded_rate_settles()
    {
        string[] files = [RecordedData.Path("binance-usdm-ws", "btcusdt_20230404.dat.gz"), RecordedData.Path("binance-usdm-ws", "btcusdt_20230405.dat.gz")];
        using var folder = new TempFolder();
        foreach (string file in files)
            File.Copy(file, folder.File(Path.GetFileName(file)));
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = folder.Path, VirtualStart_ms = null });
        venue.Market(venue.Alice, Side.Buy, "1");
        long midnight_ms = 1_680_652_800_000;
        Rate rate = Rate.Parse(Lines(files[0]).Concat(Lines(files[1])).Last(line => Event(line) == "markPriceUpdate" && TimeOf(line) < midnight_ms).GetProperty("data").GetProperty("r").GetString()!);
        venue.RunUntil(midnight_ms + 2_000);
        PremiumView premium = venue.Exchange.Market.Premium(TestExchange.Btc)!.Value;
        Assert.Equal("28155.2", premium.MarkPrice.ToString());
        Assert.InRange(premium.IndexPrice.ToDouble(), 28_165, 28_166);
        FundingView funding = Assert.Single(venue.Exchange.Market.FundingRates(TestExchange.Btc, 10));
        Assert.Equal((rate, midnight_ms), (funding.FundingRate, funding.Funding_ms));
        Assert.Single(venue.Exchange.Accounts.Income(venue.Alice, null, IncomeType.FundingFee, 10));
    }

    private sealed record Moment(JsonElement Message, long Time_ms, long Id, bool IsSnapshot, bool HasCompany);

    /// <summary>Depth messages and the snapshot in order of time; the flag says that there is another record in the same millisecond or a newer best price before it.</summary>
    private static List<Moment> MomentsOf(string file)
    {
        JsonElement[] lines = [.. Lines(file)];
        var times = lines.Select(TimeOf).ToArray();
        Dictionary<long, int> inOneMillisecond = times.GroupBy(time => time).ToDictionary(group => group.Key, group => group.Count());
        List<(long Time_ms, long Id)> touches = [.. lines.Where(line => Event(line) == "bookTicker").Select(line => (TimeOf(line), line.GetProperty("data").GetProperty("u").GetInt64()))];
        List<Moment> moments = [];
        foreach (JsonElement line in lines)
        {
            if (line.TryGetProperty("lastUpdateId", out JsonElement snapshot))
                moments.Add(new Moment(line, TimeOf(line), snapshot.GetInt64(), true, true));
            if (Event(line) != "depthUpdate")
                continue;
            JsonElement data = line.GetProperty("data");
            (long time_ms, long id) = (TimeOf(line), data.GetProperty("u").GetInt64());
            bool newer = touches.Exists(touch => touch.Time_ms <= time_ms && touch.Id > id);
            moments.Add(new Moment(data, time_ms, id, false, newer || inOneMillisecond[time_ms] > 1));
        }

        return [.. moments.OrderBy(moment => moment.Time_ms)];
    }

    private static string? Event(JsonElement line) => line.TryGetProperty("data", out JsonElement data) ? data.GetProperty("e").GetString() : null;

    private static long TimeOf(JsonElement line) => line.TryGetProperty("data", out JsonElement data) ? data.TryGetProperty("i", out _) ? data.GetProperty("E").GetInt64() : data.GetProperty("T").GetInt64() : line.GetProperty("T").GetInt64();

    private static void Apply(SortedDictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            (decimal price, decimal quantity) = (Parse(level[0].GetString()!), Parse(level[1].GetString()!));
            if (quantity == 0)
                side.Remove(price);
            else
                side[price] = quantity;
        }
    }

    private static IEnumerable<JsonElement> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
    }

    private static decimal Quantity(TestExchange venue, Price price) =>
        venue.Exchange.Market.Book(TestExchange.Btc, 1000)!.Bids.Where(level => level.Price == price).Select(level => Exact(level.Quantity.Units)).FirstOrDefault();

    private static (decimal Price, decimal Quantity) Level(BookLevel level) => (Exact(level.Price.Units), Exact(level.Quantity.Units));

    private static decimal Exact(long units) => units / 100_000_000m;

    private static decimal Number(JsonElement data, string name) => Parse(data.GetProperty(name).GetString()!);

    private static decimal Parse(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
