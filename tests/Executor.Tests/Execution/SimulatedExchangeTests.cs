using System.Globalization;
using System.Text.Json;
using Platform.Analytics.Execution;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Accounts;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>The account's room against the simulated exchange, started as the process it is.</summary>
public sealed class SimulatedExchangeTests
{
    private static readonly ApiKey s_key = new("mock-account1", "mock-secret-account1");

    [Theory]
    [InlineData(1)]
    [InlineData(120)]
    public async Task Ten_symbols_are_traded_and_ledger_and_exchange_agree_on_every_fill_and_position(double speed)
    {
        int port = FreePort.Next();
        await using ChildProcess exchange = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--account", $"{s_key.Key}:mock-secret-account1:100000", "--symbols", "10", "--speed", speed.ToString(CultureInfo.InvariantCulture)]);
        BinanceEndpoints endpoints = BinanceEndpoints.Mock($"127.0.0.1:{port}");
        VirtualClock clock = await ClockOfAsync(endpoints);
        using var rest = new BinanceRest(endpoints, BinanceRestOptions.ForSpeed(speed), new LocalWeightGate(clock, new()), clock, TimeProvider.System, s_key);
        string[] symbols = [.. (await new Exchanges.Binance.Market.BinanceMarketClient(rest).GetInstrumentsAsync(CancellationToken.None)).Value.Select(instrument => instrument.Symbol).Order()];
        using var folder = new TempFolder("exchange");
        await using TradedAccount account = await TradedAccount.OpenAsync(endpoints, s_key, folder.Path, virtualClock: clock);

        ExecutionRun first = (await account.TradeAsync("2025-05-05-003", [.. symbols.Select((symbol, i) => (symbol, i % 2 == 0 ? 0.08 : -0.08))]))!;
        ExecutionRun second = (await account.TradeAsync("2025-05-05-004", [.. symbols.Select((symbol, i) => (symbol, i % 3 == 0 ? -0.05 : 0.05))]))!;

        Assert.True(first.Parents.Count >= 8, $"{first.Parents.Count} parents: {first.Detail}");
        Assert.Contains(second.Parents, parent => parent.Terms.ReduceOnly);
        foreach (ParentOrder parent in first.Parents.Concat(second.Parents))
        {
            Assert.Equal(parent.Terms.Planned, parent.Filled + parent.Residual);
            Assert.Equal(parent.Filled.Units, parent.Children.Sum(child => child.Booked.Units));
            Assert.True(parent.State == ParentState.Filled, $"{parent.ParentId} {parent.State}: {parent.Reason}");
        }

        await AssertAgreedAsync(account, rest, symbols);
        Assert.Equal(0, await account.AccountExecutor.AskAsync(ledger => ledger.Impossible));
    }

    [Fact]
    public async Task A_proxy_that_closes_after_forwarding_causes_no_second_order()
    {
        int port = FreePort.Next();
        await using ChildProcess exchange = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--account", $"{s_key.Key}:mock-secret-account1:100000", "--symbols", "10", "--speed", "1"]);
        BinanceEndpoints direct = BinanceEndpoints.Mock($"127.0.0.1:{port}");
        VirtualClock clock = await ClockOfAsync(direct);
        using var rest = new BinanceRest(direct, new(), new LocalWeightGate(clock, new()), clock, TimeProvider.System, s_key);
        string[] symbols = [.. (await new Exchanges.Binance.Market.BinanceMarketClient(rest).GetInstrumentsAsync(CancellationToken.None)).Value.Select(instrument => instrument.Symbol).Order()];
        int orders = 0;
        await using var proxy = new ClosingProxy(direct.Rest, call => call == "POST /fapi/v1/order" && ++orders % 3 != 0);
        using var folder = new TempFolder("closing");
        await using TradedAccount account = await TradedAccount.OpenAsync(direct with { Rest = proxy.Address }, s_key, folder.Path, virtualClock: clock);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", [.. symbols.Select((symbol, i) => (symbol, i % 2 == 0 ? 0.08 : -0.08))]))!;

        Assert.True(proxy.Closed >= 5, $"{proxy.Closed} answers were lost");
        Assert.Equal(run.Parents.Sum(parent => parent.Children.Count), proxy.Forwarded.Count(call => call == "POST /fapi/v1/order"));
        await AssertAgreedAsync(account, rest, symbols);
        Assert.All(run.Parents, parent => Assert.Equal(ParentState.Filled, parent.State));
    }

    /// <summary>Positions of the exchange are the ledger's, and no client id was used twice.</summary>
    private static async Task AssertAgreedAsync(TradedAccount account, BinanceRest rest, string[] symbols)
    {
        IReadOnlyList<PositionRisk> positions = (await new BinanceAccountClient(rest).GetPositionsAsync(null, CancellationToken.None)).Value;
        foreach (string symbol in symbols)
        {
            Quantity booked = await account.AccountExecutor.AskAsync(ledger => ledger.NetFilled(symbol));
            Assert.Equal(positions.Where(row => row.Symbol == symbol).Sum(row => row.Quantity.Units), booked.Units);
            Result<IReadOnlyList<VenueOrder>> orders = await new BinanceOrderClient(rest).GetAllOrdersAsync(symbol, null, null, 1000, CancellationToken.None);
            Assert.Equal(orders.Value.Count, orders.Value.Select(order => order.ClientOrderId).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(ExecutionAlgorithm.Twap)]
    [InlineData(ExecutionAlgorithm.Vwap)]
    public async Task Scheduled_parents_survive_a_killed_process_and_a_newer_target(ExecutionAlgorithm algorithm)
    {
        int port = FreePort.Next();
        await using ChildProcess exchange = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--account", $"{s_key.Key}:mock-secret-account1:100000", "--symbols", "4", "--speed", "120"]);
        BinanceEndpoints endpoints = BinanceEndpoints.Mock($"127.0.0.1:{port}");
        VirtualClock clock = await ClockOfAsync(endpoints);
        using var rest = new BinanceRest(endpoints, BinanceRestOptions.ForSpeed(120), new LocalWeightGate(clock, new()), clock, TimeProvider.System, s_key);
        string[] symbols = [.. (await new Exchanges.Binance.Market.BinanceMarketClient(rest).GetInstrumentsAsync(CancellationToken.None)).Value.Select(instrument => instrument.Symbol).Order()];
        long today_ms = UnixTime.FloorTo(clock.NowMilliseconds(), UnixTime.MillisecondsPerDay);
        var volumes = new KnownVolumes([.. Enumerable.Range(0, 5 * 288).Select(i => new WindowVolume(today_ms - 5 * UnixTime.MillisecondsPerDay + i * 300_000L, 100 + i % 50))]);
        var settings = new ParentSettings(new ExecutionOptions { Algorithm = algorithm, TwapHorizon_min = 5, TwapInterval_min = 1, VwapHorizon_min = 5, ParticipationCap = 1 }, clock, volumes);
        using var folder = new TempFolder("scheduled");
        string first;
        await using (TradedAccount doomed = await TradedAccount.OpenAsync(endpoints, s_key, folder.Path, virtualClock: clock, execution: settings))
        {
            first = doomed.Offer("2025-05-05-003", [.. symbols.Select((symbol, i) => (symbol, i % 2 == 0 ? 0.2 : -0.2))]);
            await Eventually.TrueAsync(() => doomed.AccountExecutor.AskAsync(ledger => ledger.OpenParents.Any(parent => parent.Children.Count > 3)).Result);
        }

        await using TradedAccount account = await TradedAccount.OpenAsync(endpoints, s_key, folder.Path, virtualClock: clock, execution: settings);
        await Eventually.TrueAsync(() => account.AccountExecutor.AskAsync(ledger => ledger.OpenParents.Any(parent => parent.Children.Count > 5) || ledger.IsClosed(first)).Result);
        ExecutionRun second = (await account.TradeAsync("2025-05-05-004", [.. symbols.Select((symbol, i) => (symbol, i % 2 == 0 ? 0.1 : -0.1))]))!;
        ExecutionRun replaced = (await account.EndOfAsync(first))!;

        foreach (ParentOrder parent in replaced.Parents.Concat(second.Parents))
        {
            Assert.Equal(parent.Terms.Planned, parent.Filled + parent.Residual);
            Assert.True(parent.Residual.Sign >= 0 && parent.IsSettled && (parent.Residual.IsZero || parent.Reason.Length > 0), $"{parent.ParentId}: {parent.Reason}");
            Assert.Equal(algorithm.ToString(), parent.Schedule?.Algorithm.ToString() ?? algorithm.ToString());
        }

        Assert.All(second.Parents, parent => Assert.True(parent.State == ParentState.Filled, $"{parent.ParentId} {parent.State}: {parent.Reason}"));
        await AssertAgreedAsync(account, rest, symbols);
        Assert.Empty((await new BinanceOrderClient(rest).GetOpenOrdersAsync(null, CancellationToken.None)).Value);
        Assert.Equal(0, await account.AccountExecutor.AskAsync(ledger => ledger.Impossible));
    }

    /// <summary>The exchange decides the platform's clock in mock.</summary>
    private static async Task<VirtualClock> ClockOfAsync(BinanceEndpoints endpoints)
    {
        using var http = new HttpClient();
        string? text = null;
        await Eventually.TrueAsync(() => (text = TryGet()) is not null);
        using JsonDocument clock = JsonDocument.Parse(text!);
        JsonElement root = clock.RootElement;
        return new VirtualClock(new ClockAnchor(root.GetProperty("realStartMs").GetInt64(), root.GetProperty("virtualStartMs").GetInt64(), root.GetProperty("speed").GetDouble()));

        string? TryGet()
        {
            try
            {
                return http.GetStringAsync(new Uri(endpoints.Rest, "/venue/v1/clock")).Result;
            }
            catch (AggregateException)
            {
                return null;
            }
        }
    }
}
