using Platform.Primitives.Numbers;

namespace Platform.Executor.Tests.Kit;

/// <summary>What it answers, as JSON.</summary>
internal sealed partial class OneAccountVenue
{
    private string Event(Order order) =>
        $$"""{"e":"ORDER_TRADE_UPDATE","E":{{Stamp}},"T":{{Stamp}},"o":{"s":"{{order.Symbol}}","c":"{{order.ClientId}}","S":"{{order.Side}}","o":"MARKET","q":"{{order.Quantity}}","p":"0","ap":"{{Prices[order.Symbol]}}","x":"TRADE","X":"{{order.Status}}","i":{{order.Id}},"l":"{{order.Executed}}","z":"{{order.Executed}}","L":"{{Prices[order.Symbol]}}","n":"0.5","N":"USDT","T":{{Stamp}},"t":{{order.Id}},"m":false,"R":{{(order.ReduceOnly ? "true" : "false")}},"ps":"BOTH","rp":"0","er":"0"} }""";

    private static string Row(Order order) =>
        $$"""{"orderId":{{order.Id}},"clientOrderId":"{{order.ClientId}}","symbol":"{{order.Symbol}}","side":"{{order.Side}}","positionSide":"BOTH","type":"MARKET","status":"{{order.Status}}","origQty":"{{order.Quantity}}","executedQty":"{{order.Executed}}","price":"0","reduceOnly":false,"updateTime":{{Stamp}}}""";

    private string Trades(long orderId)
    {
        Order? order = Orders.SingleOrDefault(order => order.Id == orderId);
        return order is null || order.Executed.IsZero
            ? "[]"
            : $$"""[{"id":{{order.Id}},"orderId":{{order.Id}},"symbol":"{{order.Symbol}}","side":"{{order.Side}}","positionSide":"BOTH","price":"{{Prices[order.Symbol]}}","qty":"{{order.Executed}}","commission":"0.5","commissionAsset":"USDT","realizedPnl":"0","maker":false,"time":{{Stamp}}}]""";
    }

    private string OpenOrders(string? symbol)
    {
        lock (_gate)
            return $"[{string.Join(',', _orders.Values.Where(order => order.Status is "NEW" or "PARTIALLY_FILLED" && (symbol is null || order.Symbol == symbol)).Select(Row))}]";
    }

    private string? CancelAll(string symbol)
    {
        if (CancelFailures-- > 0)
            return null;
        lock (_gate)
        {
            foreach (Order open in _orders.Values.Where(order => order.Symbol == symbol && order.Status is "NEW" or "PARTIALLY_FILLED").ToArray())
                _orders[open.ClientId] = open with { Status = "CANCELED" };
        }

        return "{}";
    }

    private string CountDown(string symbol, string countdown_ms)
    {
        Countdowns.Enqueue($"{symbol} {countdown_ms}");
        return "{}";
    }

    private string CancelConditional(string symbol)
    {
        Conditional.TryRemove(symbol, out _);
        return "{}";
    }

    /// <summary>Each at the time it is asked for, as if it had just been made.</summary>
    private string TradesOf(string symbol)
    {
        long now_ms = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string[] rows = [.. Orders.Where(order => order.Symbol == symbol && !order.Executed.IsZero).Select(order => Trades(order.Id)[1..^1].Replace(Stamp, $"{now_ms}"))];
        return $"[{string.Join(',', rows)}]";
    }

    private string AllOrders(string symbol) => $"[{string.Join(',', Orders.Where(order => order.Symbol == symbol).Select(Row))}]";

    private string Leverage(string asked)
    {
        Leverages.Enqueue(asked);
        return "{}";
    }

    private string AccountPositions()
    {
        lock (_gate)
            return string.Join(',', _positions.Where(row => !row.Value.IsZero).Select(row => $$"""{"symbol":"{{row.Key}}","positionSide":"BOTH","positionAmt":"{{row.Value}}","unrealizedProfit":"0","notional":"0"}"""));
    }

    private string Positions()
    {
        lock (_gate)
            return $"[{string.Join(',', _positions.Where(row => !row.Value.IsZero).Select(row => $$"""{"symbol":"{{row.Key}}","positionSide":"BOTH","positionAmt":"{{row.Value}}","entryPrice":"{{Prices[row.Key]}}","markPrice":"{{Prices[row.Key]}}","unRealizedProfit":"0","updateTime":1}"""))}]";
    }

    private string Quotes(string? symbol)
    {
        string Quote(string name) => $$"""{"symbol":"{{name}}","bidPrice":"{{Prices[name]}}","bidQty":"9","askPrice":"{{Prices[name]}}","askQty":"9"{{(QuoteTime_ms is { } time_ms ? $",\"time\":{time_ms}" : "")}}}""";
        return symbol is null ? $"[{string.Join(',', Prices.Keys.Select(Quote))}]" : Quote(symbol);
    }

    private string Depth(string symbol) =>
        $$"""{"lastUpdateId":{{Interlocked.Increment(ref _ids)}},"E":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}},"bids":[["{{Prices[symbol]}}","9"]],"asks":[["{{Prices[symbol]}}","9"]]}""";

    private static string Instrument(string symbol) =>
        $$"""{"symbol":"{{symbol}}","baseAsset":"{{symbol[..^4]}}","quoteAsset":"USDT","marginAsset":"USDT","contractType":"PERPETUAL","status":"TRADING","filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000","tickSize":"0.01"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},{"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"5","stepSize":"0.001"},{"filterType":"MIN_NOTIONAL","notional":"5"}]}""";
}
