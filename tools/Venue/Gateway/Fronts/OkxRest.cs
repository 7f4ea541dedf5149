using System.Globalization;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>OKX v5 public requests: instruments, tickers, books, funding and time; and the rows that WebSocket and REST share.</summary>
internal static class OkxRest
{
    public static FrontAnswer? Answer(string path, IReadOnlyDictionary<string, string> query, FrontMarket market) => path switch
    {
        "/api/v5/public/time" => Ok([$"{{\"ts\":\"{market.Now_ms}\"}}"]),
        "/api/v5/public/instruments" => Ok(query.GetValueOrDefault("instType") == "SWAP" ? Chosen(query, market).Select(prices => Instrument(prices.Contract)) : []),
        "/api/v5/market/tickers" => Ok(query.GetValueOrDefault("instType") == "SWAP" ? market.All.Where(prices => prices.Current is not null).Select(prices => Ticker(prices.Contract, prices.Current!)) : []),
        "/api/v5/market/ticker" => One(query, market, prices => Ticker(prices.Contract, prices.Current!)),
        "/api/v5/market/books" => One(query, market, prices => Book(prices.Current!, query)),
        "/api/v5/public/funding-rate" => One(query, market, prices => Funding(prices.Contract, market)),
        _ => null,
    };

    public static string Envelope(FrontTopic topic, string? action, string row) =>
        $"{{\"arg\":{{\"channel\":\"{topic.Channel}\",\"instId\":\"{topic.Name}\"}},{(action is null ? "" : $"\"action\":\"{action}\",")}\"data\":[{row}]}}";

    public static string Sides(IEnumerable<FrontLevel> bids, IEnumerable<FrontLevel> asks) =>
        $"\"asks\":[{string.Join(',', asks.Select(Level))}],\"bids\":[{string.Join(',', bids.Select(Level))}]";

    public static string Ticker(FrontContract contract, FrontBook book)
    {
        (FrontLevel bid, FrontLevel ask) = (book.Bids.FirstOrDefault(), book.Asks.FirstOrDefault());
        string last = Text(bid.Price);
        return $"{{\"instType\":\"SWAP\",\"instId\":\"{contract.Name}\",\"last\":\"{last}\",\"lastSz\":\"1\",\"askPx\":\"{Text(ask.Price)}\",\"askSz\":\"{Text(ask.Size)}\",\"bidPx\":\"{Text(bid.Price)}\",\"bidSz\":\"{Text(bid.Size)}\","
            + $"\"open24h\":\"{last}\",\"high24h\":\"{last}\",\"low24h\":\"{last}\",\"volCcy24h\":\"0\",\"vol24h\":\"0\",\"sodUtc0\":\"{last}\",\"sodUtc8\":\"{last}\",\"ts\":\"{book.Time_ms}\"}}";
    }

    private static IEnumerable<FrontPrices> Chosen(IReadOnlyDictionary<string, string> query, FrontMarket market) =>
        query.TryGetValue("instId", out string? name) ? market.All.Where(prices => prices.Contract.Name == name) : market.All;

    private static FrontAnswer One(IReadOnlyDictionary<string, string> query, FrontMarket market, Func<FrontPrices, string> row) =>
        market.Find(query.GetValueOrDefault("instId", "")) is { Current: not null } prices
            ? Ok([row(prices)])
            : new FrontAnswer(200, """{"code":"51001","data":[],"msg":"Instrument ID, Instrument ID code, or Spread ID doesn't exist."}""");

    private static FrontAnswer Ok(IEnumerable<string> rows) => new(200, $"{{\"code\":\"0\",\"data\":[{string.Join(',', rows)}],\"msg\":\"\"}}");

    private static string Instrument(FrontContract contract)
    {
        string family = contract.Name[..contract.Name.LastIndexOf('-')], coin = family[..family.IndexOf('-')];
        decimal value = contract.SizeUnit * contract.PriceUnit;
        return $"{{\"alias\":\"\",\"baseCcy\":\"\",\"ctMult\":\"1\",\"ctType\":\"linear\",\"ctVal\":\"{Text(value)}\",\"ctValCcy\":\"{coin}\",\"expTime\":\"\",\"instFamily\":\"{family}\",\"instId\":\"{contract.Name}\",\"instType\":\"SWAP\",\"lever\":\"50\","
            + $"\"listTime\":\"{contract.Instrument.Onboard_ms}\",\"lotSz\":\"{Text(contract.SizeStep)}\",\"maxLmtSz\":\"100000000\",\"maxMktSz\":\"100000\",\"minSz\":\"{Text(contract.SizeStep)}\",\"optType\":\"\",\"quoteCcy\":\"\",\"settleCcy\":\"USDT\","
            + $"\"state\":\"live\",\"stk\":\"\",\"tickSz\":\"{Text(contract.TickAt(0))}\",\"uly\":\"{family}\"}}";
    }

    private static string Book(FrontBook book, IReadOnlyDictionary<string, string> query)
    {
        int most = int.TryParse(query.GetValueOrDefault("sz", "1"), out int size) ? Math.Clamp(size, 1, 400) : 1;
        return $"{{{Sides(book.Bids.Take(most), book.Asks.Take(most))},\"ts\":\"{book.Time_ms}\",\"seqId\":{book.Time_ms}}}";
    }

    private static string Funding(FrontContract contract, FrontMarket market)
    {
        Core.Contract.PremiumView? premium = market.Premium(contract);
        long next_ms = premium?.NextFunding_ms ?? 0;
        return $"{{\"instId\":\"{contract.Name}\",\"instType\":\"SWAP\",\"fundingRate\":\"{premium?.EstimatedFundingRate}\",\"fundingTime\":\"{next_ms}\",\"nextFundingTime\":\"{next_ms + 28_800_000}\",\"ts\":\"{market.Now_ms}\"}}";
    }

    private static string Level(FrontLevel level) => $"[\"{Text(level.Price)}\",\"{Text(level.Size)}\",\"0\",\"{(level.Size == 0 ? 0 : 1)}\"]";

    private static string Text(decimal value) => value.ToString("0.################", CultureInfo.InvariantCulture);
}
