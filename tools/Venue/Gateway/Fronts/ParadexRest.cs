using System.Globalization;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>Paradex public requests: markets, summaries, best quotes, books and time (other-venues.md §3.4).</summary>
internal static class ParadexRest
{
    private const string BestPath = "/v1/bbo/", BookPath = "/v1/orderbook/";

    public static FrontAnswer? Answer(string path, IReadOnlyDictionary<string, string> query, FrontMarket market)
    {
        string wanted = query.GetValueOrDefault("market", "ALL");
        IEnumerable<FrontPrices> chosen = wanted == "ALL" ? market.All : market.Find(wanted) is { } one ? [one] : [];
        if (path.StartsWith(BestPath, StringComparison.Ordinal))
            return One(path[BestPath.Length..], market, Best);
        if (path.StartsWith(BookPath, StringComparison.Ordinal))
            return One(path[BookPath.Length..], market, (contract, book) => Book(contract, book, query));
        return path switch
        {
            "/v1/system/time" => new FrontAnswer(200, $"{{\"server_time\":\"{market.Now_ms}\"}}"),
            "/v1/markets" => Rows(chosen.Select(prices => Market(prices.Contract))),
            "/v1/markets/summary" => Rows(chosen.Where(prices => prices.Current is not null).Select(prices => Summary(prices, market))),
            _ => null,
        };
    }

    private static FrontAnswer Rows(IEnumerable<string> rows) => new(200, $"{{\"results\":[{string.Join(',', rows)}]}}");

    private static FrontAnswer One(string name, FrontMarket market, Func<FrontContract, FrontBook, string> row) =>
        market.Find(name) is { Current: { } book } prices
            ? new FrontAnswer(200, row(prices.Contract, book))
            : new FrontAnswer(400, """{"error":"INVALID_REQUEST_PARAMETER","message":"market does not exist"}""");

    private static string Market(FrontContract contract)
    {
        string coin = contract.Name[..contract.Name.IndexOf('-')];
        return $"{{\"symbol\":\"{contract.Name}\",\"base_currency\":\"{coin}\",\"quote_currency\":\"USD\",\"settlement_currency\":\"USDC\",\"order_size_increment\":\"{Text(contract.SizeStep)}\",\"price_tick_size\":\"{Text(contract.TickAt(0))}\","
            + $"\"min_notional\":\"10\",\"open_at\":{contract.Instrument.Onboard_ms},\"expiry_at\":0,\"asset_kind\":\"PERP\",\"market_kind\":\"cross\",\"position_limit\":\"1000000\",\"price_bands_width\":\"0.05\",\"max_open_orders\":100,"
            + "\"max_funding_rate\":\"0.02\",\"oracle_ewma_factor\":\"0.2\",\"max_order_size\":\"1000000\",\"funding_period_hours\":8,"
            + "\"fee_config\":{\"api_fee\":{\"maker_fee\":{\"fee\":\"0\"},\"taker_fee\":{\"fee\":\"0.00045\"}}}}";
    }

    /// <summary>Funding over eight hours, whatever interval the main market has.</summary>
    private static string Summary(FrontPrices prices, FrontMarket market)
    {
        (FrontLevel bid, FrontLevel ask) = Tops(prices.Current!);
        Core.Contract.PremiumView? premium = market.Premium(prices.Contract);
        string mark = Text((premium?.MarkPrice.Units ?? 0) / 100_000_000m / prices.Contract.PriceUnit), funding = Text((premium?.EstimatedFundingRate.Units ?? 0) / 100_000_000m);
        return $"{{\"symbol\":\"{prices.Contract.Name}\",\"mark_price\":\"{mark}\",\"underlying_price\":\"{mark}\",\"oracle_price\":\"{mark}\",\"last_traded_price\":\"{Text(bid.Price)}\",\"bid\":\"{Text(bid.Price)}\",\"ask\":\"{Text(ask.Price)}\","
            + $"\"volume_24h\":\"0\",\"total_volume\":\"0\",\"open_interest\":\"0\",\"funding_rate\":\"{funding}\",\"price_change_rate_24h\":\"0\",\"created_at\":{prices.Current!.Time_ms}}}";
    }

    private static string Best(FrontContract contract, FrontBook book)
    {
        (FrontLevel bid, FrontLevel ask) = Tops(book);
        return $"{{\"market\":\"{contract.Name}\",\"bid\":\"{Text(bid.Price)}\",\"bid_size\":\"{Text(bid.Size)}\",\"ask\":\"{Text(ask.Price)}\",\"ask_size\":\"{Text(ask.Size)}\",\"seq_no\":{book.Time_ms},\"last_updated_at\":{book.Time_ms}}}";
    }

    private static string Book(FrontContract contract, FrontBook book, IReadOnlyDictionary<string, string> query)
    {
        int most = int.TryParse(query.GetValueOrDefault("depth", "20"), NumberStyles.None, CultureInfo.InvariantCulture, out int depth) ? Math.Clamp(depth, 1, 100) : 20;
        return $"{{\"market\":\"{contract.Name}\",\"seq_no\":{book.Time_ms},\"last_updated_at\":{book.Time_ms},\"bids\":[{Side(book.Bids, most)}],\"asks\":[{Side(book.Asks, most)}]}}";
    }

    private static string Side(IReadOnlyList<FrontLevel> side, int most) => string.Join(',', side.Take(most).Select(level => $"[\"{Text(level.Price)}\",\"{Text(level.Size)}\"]"));

    private static (FrontLevel Bid, FrontLevel Ask) Tops(FrontBook book) => (book.Bids.FirstOrDefault(), book.Asks.FirstOrDefault());

    private static string Text(decimal value) => value.ToString("0.##################", CultureInfo.InvariantCulture);
}
