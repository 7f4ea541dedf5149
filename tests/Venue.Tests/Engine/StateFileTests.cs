using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class StateFileTests
{
    private static readonly ExchangeOptions Options = new()
    {
        Symbols = 2, VirtualStart_ms = TestExchange.Start_ms, Speed = 10, Accounts = [new AccountSeed("alice", Money.Of(100_000)), new AccountSeed("bob", Money.Of(100_000))],
    };

    private readonly ManualClock _clock = ManualClock.At(TestExchange.Start_ms);

    [Fact]
    public void A_killed_exchange_continues_like_one_that_was_not_killed()
    {
        using var folder = new TempFolder();
        Exchange lived = Open(null), killed = Open(folder.File("state"));
        foreach (Exchange exchange in new[] { lived, killed })
            Begin(exchange);
        _clock.Advance(TimeSpan.FromSeconds(4));
        foreach (Exchange exchange in new[] { lived, killed })
            GoOn(exchange);

        // The first process is not stopped in an orderly way, and some time passes before the next one starts.
        _clock.Advance(TimeSpan.FromSeconds(7));
        Exchange recovered = Open(folder.File("state"));
        Assert.Equal(Snapshot(lived), Snapshot(recovered));
        Assert.Equal(lived.Clock.Anchor, recovered.Clock.Anchor);
        Assert.True(recovered.Imbalance().IsZero);

        _clock.Advance(TimeSpan.FromSeconds(3));
        foreach (Exchange exchange in new[] { lived, recovered })
            GoOn(exchange);
        Assert.Equal(Snapshot(lived), Snapshot(recovered));
        Assert.Equal(Snapshot(lived), Snapshot(Open(folder.File("state"))));
    }

    [Fact]
    public void A_state_file_contains_changes_of_speed_pauses_and_resets()
    {
        using var folder = new TempFolder();
        Exchange first = Open(folder.File("state"));
        Begin(first);
        first.Clock.SetSpeed(100);
        _clock.Advance(TimeSpan.FromSeconds(2));
        first.Clock.Pause();
        first.CatchUp();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Exchange second = Open(folder.File("state"));
        Assert.True(second.Clock.IsPaused);
        Assert.Equal(first.Clock.Now_ms, second.Clock.Now_ms);
        Assert.Equal(Snapshot(first), Snapshot(second));
        Assert.True(second.Reset().IsOk);
        second.Clock.Step(2_000);
        second.CatchUp();
        GoOn(second);
        Exchange third = Open(folder.File("state"));
        Assert.Equal(Snapshot(second), Snapshot(third));
        Assert.Empty(third.Accounts.Trades(new AccountId(1), TestExchange.Btc, 10));
    }

    [Fact]
    public async Task Virtual_time_stops_after_an_orderly_stop()
    {
        using var folder = new TempFolder();
        Exchange first = Open(folder.File("state"));
        Begin(first);
        string before = Snapshot(first);
        await first.DisposeAsync();
        _clock.Advance(TimeSpan.FromDays(3));
        Exchange second = Open(folder.File("state"));
        Assert.Equal(before, Snapshot(second));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before.Split('|')[0], (second.Clock.Now_ms - 10_000).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_incomplete_last_frame_is_removed_and_the_file_continues_after_it()
    {
        using var folder = new TempFolder();
        Exchange first = Open(folder.File("state"));
        Begin(first);
        string before = Snapshot(first);
        long whole = new FileInfo(folder.File("state")).Length;
        GoOn(first);
        using (FileStream torn = File.Open(folder.File("state"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            torn.SetLength(whole + 20);
        Exchange second = Open(folder.File("state"));
        Assert.Equal(before, Snapshot(second));
        Assert.True(new FileInfo(folder.File("state")).Length > whole);
        GoOn(second);
        Assert.Equal(Snapshot(second), Snapshot(Open(folder.File("state"))));
    }

    [Fact]
    public void Other_options_and_foreign_files_are_refused_with_a_reason()
    {
        using var folder = new TempFolder();
        Open(folder.File("state"));
        string message = Exchange.Create(Options with { Seed = 9 }, _clock, MarketSources.Open, folder.File("state")).Fault!.Message;
        Assert.Contains("Seed was 1 and is now 9", message);
        Assert.Contains("Accounts was", Exchange.Create(Options with { Accounts = [] }, _clock, MarketSources.Open, folder.File("state")).Fault!.Message);
        File.WriteAllText(folder.File("foreign"), "what is this");
        Assert.Contains("not a state file", Exchange.Create(Options, _clock, MarketSources.Open, folder.File("foreign")).Fault!.Message);
        Assert.Equal(FaultKind.Unavailable, Exchange.Create(Options, _clock, MarketSources.Open, "/proc/nowhere/state").Fault!.Kind);
    }

    [Fact]
    public void A_checkpoint_starts_a_new_file_and_later_commands_are_replayed()
    {
        using var folder = new TempFolder();
        Exchange lived = Open(null), killed = Open(folder.File("state"));
        foreach (Exchange exchange in new[] { lived, killed })
        {
            Begin(exchange);
            for (int i = 0; i < 100; i++)
                GoOn(exchange);
            for (int i = 0; i < 4_000; i++)
                exchange.Execute(new SetFeeBurn(new AccountId(0), i % 2 == 0));
        }

        long before = new FileInfo(folder.File("state")).Length;
        killed.Checkpoint();
        long after = new FileInfo(folder.File("state")).Length;
        Assert.True(after < before / 2, $"{before} bytes of commands became {after} bytes of state");
        _clock.Advance(TimeSpan.FromSeconds(4));
        foreach (Exchange exchange in new[] { lived, killed })
            GoOn(exchange);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Exchange recovered = Open(folder.File("state"));
        Assert.Equal(Snapshot(lived), Snapshot(recovered));
    }

    [Fact]
    public void An_account_opened_at_run_time_is_restored_with_its_credential()
    {
        using var folder = new TempFolder();
        Exchange first = Open(folder.File("state"));
        AccountId? opened = first.OpenAccount("dora", Money.Of(5), "her secret", feeTier: 3);
        Assert.Equal([(opened!.Value, "dora", "her secret")], Open(folder.File("state")).Credentials());
        first.Checkpoint();
        Exchange third = Open(folder.File("state"));
        Assert.Equal([(opened.Value, "dora", "her secret")], third.Credentials());
        Assert.Equal(3, third.Accounts.Account(opened.Value).FeeTier);
    }

    [Fact]
    public void Every_command_is_equal_after_encoding_and_decoding()
    {
        var id = new AccountId(3);
        Command[] commands =
        [
            new PlaceOrder(id, "币安USDT", Side.Sell, OrderType.Limit)
            {
                PositionSide = PositionSide.Short, Quantity = Quantity.Parse("0.003"), Price = Price.Parse("12.5"), TimeInForce = TimeInForce.Gtd, ReduceOnly = true, ClosePosition = true,
                ClientOrderId = "a-1", PriceMatch = PriceMatch.Queue20, SelfTradePrevention = SelfTradePrevention.ExpireBoth, GoodTillDate_ms = 1_766_361_600_000,
            },
            new PlaceOrder(id, "BTCUSDT", Side.Buy, OrderType.Market) { ReduceOnly = false },
            new PlaceOrder(id, "BTCUSDT", Side.Buy, OrderType.Limit) { PositionSide = PositionSide.Both, TimeInForce = TimeInForce.Rpi, PriceMatch = PriceMatch.Opponent },
            new CancelOrder(id, "BTCUSDT") { OrderId = 8_000_000_001 },
            new CancelOrder(id, "BTCUSDT") { ClientOrderId = "x" },
            new ModifyOrder(id, "BTCUSDT", Side.Buy) { OrderId = 5, Price = Price.Parse("1"), Quantity = Quantity.Parse("2"), ModifyId = "m" },
            new PlaceAlgoOrder(id, "BTCUSDT", Side.Buy, OrderType.TrailingStopMarket) { CallbackPercent = Rate.Parse("1.5"), ActivatePrice = Price.Parse("3") },
            new OpenAccount("carol", Money.Parse("12.34"), "secret", 2),
        ];
        var bytes = new CommandBytes();
        foreach (Command command in commands)
        {
            bytes.Clear();
            CommandCodec.Write(bytes, 77, command);
            Assert.Equal(new LoggedCommand(77, command), CommandCodec.Read(bytes.Written));
        }
    }

    [Fact]
    public void The_encoding_of_an_order_does_not_change()
    {
        var bytes = new CommandBytes();
        CommandCodec.Write(bytes, 1, new PlaceOrder(new AccountId(2), "BTCUSDT", Side.Sell, OrderType.Limit) { Quantity = Quantity.FromUnits(3), Price = Price.FromUnits(4), TimeInForce = TimeInForce.Ioc, ClientOrderId = "c" });
        Assert.Equal(
            "0100000000000000" + "01" + "02000000" + "07000000" + "42544355534454" + "FF" + "01" + "00" + "03" + "00" + "00" + "00" + "02"
            + "01" + "0300000000000000" + "01" + "0400000000000000" + "0000000000000000" + "01000000" + "63",
            Convert.ToHexString(bytes.Written));
    }

    private Exchange Open(string? path)
    {
        Result<Exchange> made = Exchange.Create(Options, _clock, MarketSources.Open, path);
        Assert.True(made.IsOk, made.Fault?.Message);
        return made.Value;
    }

    private void Begin(Exchange exchange)
    {
        if (exchange.Clock.Now_ms < TestExchange.Start_ms + 2_000)
            _clock.Advance(TimeSpan.FromSeconds(2));
        exchange.OpenAccount("carol", Money.Of(500));
        exchange.Execute(new SetLeverage(new AccountId(0), TestExchange.Btc, 7));
        Assert.True(exchange.Execute(Order(Side.Buy, "0.020")).IsOk);
        Assert.False(exchange.Execute(Order(Side.Buy, "9000")).IsOk);
    }

    private static void GoOn(Exchange exchange)
    {
        Price ask = exchange.Market.BookTicker(TestExchange.Btc)!.Value.Ask;
        Assert.True(exchange.Execute(Order(Side.Sell, "0.007")).IsOk);
        Assert.True(exchange.Execute(Order(Side.Sell, "0.030") with { Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc, Price = ask + Price.Of(30) }).IsOk);
    }

    private static PlaceOrder Order(Side side, string quantity) => new(new AccountId(0), TestExchange.Btc, side, OrderType.Market) { Quantity = Quantity.Parse(quantity) };

    private static string Snapshot(Exchange exchange)
    {
        exchange.CatchUp();
        AccountView account = exchange.Accounts.Account(new AccountId(0));
        return string.Join('|', exchange.Clock.Now_ms, exchange.Market.BookTicker(TestExchange.Btc), account.WalletBalance, account.MarginBalance,
            string.Join(',', exchange.Accounts.OpenOrders(new AccountId(0), null)), string.Join(',', exchange.Accounts.Trades(new AccountId(0), TestExchange.Btc, 100)),
            string.Join(',', exchange.Accounts.Positions(new AccountId(0), null, all: false)), exchange.FindAccount("carol"),
            exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 1)![0]);
    }
}
