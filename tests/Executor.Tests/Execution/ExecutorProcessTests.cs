using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>What an executor process puts on the wire, and what that leaves at the exchange.</summary>
public sealed class ExecutorProcessTests
{
    /// <summary>Calls that change no account: those that read, the key of the user stream, and the check of an order.</summary>
    private static readonly HashSet<string> s_readingCalls = new(StringComparer.Ordinal)
    {
        "GET /fapi/v1/time", "GET /fapi/v1/exchangeInfo", "GET /fapi/v1/premiumIndex", "GET /fapi/v1/ticker/bookTicker", "GET /fapi/v1/ticker/24hr", "GET /fapi/v1/klines",
        "GET /fapi/v1/depth", "GET /fapi/v1/fundingRate", "GET /fapi/v3/account", "GET /fapi/v3/balance", "GET /fapi/v1/commissionRate", "GET /fapi/v1/leverageBracket",
        "GET /fapi/v1/positionSide/dual", "GET /fapi/v1/multiAssetsMargin", "POST /fapi/v1/listenKey", "PUT /fapi/v1/listenKey", "POST /fapi/v1/order/test",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dry_run_only_reads_whatever_is_commanded(bool hedge)
    {
        await using ExecutorRun run = await ExecutorRun.OpenAsync(dryRun: true, new()
        {
            ["PLATFORM__EXECUTION__POSITION_MODE"] = hedge ? "dual_side" : "one_way",
            ["PLATFORM__EXECUTION__MARGIN_TYPE"] = "isolated",
            ["PLATFORM__EXECUTION__LEVERAGE"] = "7",
            ["PLATFORM__EXECUTION__ALGORITHM"] = "twap",
            ["PLATFORM__EXECUTION__DEAD_MAN_SWITCH_S"] = "1",
        });
        if (hedge)
        {
            // What stands in the way is said, not changed.
            Assert.Contains("a dry run does not change it", await run.RefusedAsync(), StringComparison.Ordinal);
            Assert.True((await new BinanceAccountSettings(run.Exchange).SetHedgeModeAsync(true, CancellationToken.None)).IsOk);
        }

        await run.StartAsync();
        await TradeAsync(run, 0.2, -0.2);
        foreach (string command in (string[])["pause", "resume", "reduce-only", "resume", "cancel"])
            Assert.Equal("done", (await run.DoAsync(command)).State);
        await TradeAsync(run, -0.2, 0.1);
        Assert.Equal(("done", "flat; paused until a resume"), await run.DoAsync("flatten"));
        foreach (string command in (string[])["kill", "revive", "resume"])
            Assert.Equal("done", (await run.DoAsync(command)).State);

        Assert.Contains("POST /fapi/v1/order/test", run.Proxy.Forwarded);
        Assert.Empty(run.Proxy.Forwarded.Where(call => !s_readingCalls.Contains(call) && !call.StartsWith("WS /private", StringComparison.Ordinal)).Distinct());
        var account = new BinanceAccountClient(run.Exchange);
        Assert.Equal(Money.Of(100_000), (await account.GetAccountAsync(CancellationToken.None)).Value.WalletBalance);
        Assert.Equal(hedge, (await account.GetHedgeModeAsync(CancellationToken.None)).Value);
        foreach (string symbol in run.Symbols)
            Assert.Empty((await new BinanceOrderClient(run.Exchange).GetAllOrdersAsync(symbol, null, null, 1_000, CancellationToken.None)).Value);
    }

    [Theory]
    [InlineData(false, MarginType.Isolated)]
    [InlineData(true, MarginType.Isolated)]
    public async Task A_flip_closes_one_side_and_opens_the_other_in_each_position_mode_and_margin_type(bool hedge, MarginType margin)
    {
        await using ExecutorRun run = await ExecutorRun.OpenAsync(dryRun: false, new()
        {
            ["PLATFORM__EXECUTION__POSITION_MODE"] = hedge ? "dual_side" : "one_way",
            ["PLATFORM__EXECUTION__MARGIN_TYPE"] = margin == MarginType.Isolated ? "isolated" : "crossed",
        });
        await run.StartAsync();
        (string up, string down) = (run.Symbols[0], run.Symbols[1]);

        run.Trade((up, 0.2), (down, -0.2));
        await HoldsAsync(run, hedge, (up, 1), (down, -1));
        run.Trade((up, -0.1), (down, 0.1));
        await HoldsAsync(run, hedge, (up, -1), (down, 1));
        Assert.Equal(("done", "flat; paused until a resume"), await run.DoAsync("flatten"));

        Assert.Empty(await run.PositionsAsync());
        Result<Done> again = await new BinanceAccountSettings(run.Exchange).SetMarginTypeAsync(up, margin, CancellationToken.None);
        Assert.Equal(FaultKind.Already, again.Fault?.Kind);
        VenueOrder[] orders = await ExecutedAsync(run, up);
        Assert.Equal(orders.Length, orders.Select(order => order.ClientOrderId).Distinct().Count());
        // The close of a flip can only reduce: by its flag in one-way mode, by its position side in hedge mode.
        Assert.Contains(orders, order => hedge ? order is { PositionSide: PositionSide.Long, Side: Side.Sell, ReduceOnly: false } : order is { ReduceOnly: true, Side: Side.Sell });
        Assert.Equal(hedge, orders.All(order => order.PositionSide != PositionSide.Both));
    }

    [Fact]
    public async Task A_single_flip_is_one_order_through_zero_and_a_close_where_the_account_may_only_reduce()
    {
        await using ExecutorRun run = await ExecutorRun.OpenAsync(dryRun: false, new() { ["PLATFORM__PORTFOLIO__FLIP"] = "single" });
        await run.StartAsync();
        string symbol = run.Symbols[0];

        run.Trade((symbol, 0.2));
        await HoldsAsync(run, hedge: false, (symbol, 1));
        run.Trade((symbol, -0.1));
        await HoldsAsync(run, hedge: false, (symbol, -1));
        VenueOrder[] sold = [.. (await ExecutedAsync(run, symbol)).Where(order => order.Side == Side.Sell)];
        Assert.False(Assert.Single(sold).ReduceOnly);

        await run.DoAsync("reduce-only");
        run.Trade((symbol, 0.1));
        await HoldsAsync(run, hedge: false);
        Assert.True((await ExecutedAsync(run, symbol))[^1] is { ReduceOnly: true, Side: Side.Buy });
    }

    /// <summary>Orders of a symbol with a fill, by time.</summary>
    private static async Task<VenueOrder[]> ExecutedAsync(ExecutorRun run, string symbol) =>
        [.. (await new BinanceOrderClient(run.Exchange).GetAllOrdersAsync(symbol, null, null, 1_000, CancellationToken.None)).Value.Where(order => !order.Executed.IsZero)];

    /// <summary>Trades on paper until an opening order was checked by the exchange.</summary>
    private static async Task TradeAsync(ExecutorRun run, double first, double second)
    {
        int before = Tested(run);
        run.Trade((run.Symbols[0], first), (run.Symbols[1], second));
        await Eventually.TrueAsync(() => Tested(run) > before);
    }

    private static int Tested(ExecutorRun run) => run.Proxy.Forwarded.Count(call => call == "POST /fapi/v1/order/test");

    private static Task HoldsAsync(ExecutorRun run, bool hedge, params (string Symbol, int Sign)[] expected) => Eventually.TrueAsync(async () =>
    {
        IReadOnlyList<PositionRisk> held = await run.PositionsAsync();
        return held.Count == expected.Length && expected.All(row => held.Any(position =>
            position.Symbol == row.Symbol && position.Quantity.Sign == row.Sign
            && position.PositionSide == (!hedge ? PositionSide.Both : row.Sign > 0 ? PositionSide.Long : PositionSide.Short)));
    });
}
