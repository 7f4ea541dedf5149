using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Executor.Paper;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Alerts;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Executor.Tests.Recording;

/// <summary>Random days of a paper account: its bookings are recorded once, and explain its wallet and its fills to the last digit.</summary>
public sealed class PaperRecordsProperties(ITestOutputHelper output)
{
    private const string Balance = "5000";
    private static readonly Rate s_taker = Rate.Parse("0.0005");
    private static int s_accounts;

    [Fact]
    public async Task The_report_of_a_paper_account_is_explained_to_the_last_digit()
    {
        await using SteppedVenue venue = await SteppedVenue.StartAsync(2);
        Gen<(DayEvent Kind, int Value)[]> days =
            from length in Gen.Choose(12, 24)
            from events in Gen.ArrayOf(
                from kind in Gen.Frequency(
                    (6, Gen.Constant(DayEvent.OwnOrder)), (3, Gen.Constant(DayEvent.Hours)), (1, Gen.Constant(DayEvent.Liquidation)), (3, Gen.Constant(DayEvent.Write)), (2, Gen.Constant(DayEvent.Kill)))
                from value in Gen.Choose(0, 9_999)
                select (kind, value), length)
            select events;
        Prop.ForAll(days.ToArbitrary(), day => Task.Run(() => LiveAsync(venue, day)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(4));
    }

    private async Task<bool> LiveAsync(SteppedVenue venue, (DayEvent Kind, int Value)[] day)
    {
        using var folder = new TempFolder("paper-day");
        ApiKey key = await venue.OpenAccountAsync($"paper-day-{Interlocked.Increment(ref s_accounts)}", Balance);
        using var rest = new BinanceRest(venue.Endpoints, SteppedVenue.RestOptions, new LocalWeightGate(venue.Clock, SteppedVenue.NoLimits), venue.Clock, TimeProvider.System, key);
        await venue.StepAsync(1_000);
        var life = new RecordingLife(venue, rest, folder.Path);
        int orders = 0;
        foreach ((DayEvent kind, int value) in day)
        {
            switch (kind)
            {
                case DayEvent.OwnOrder:
                    await life.OrderAsync(venue.Symbols[value / 2 % 2], value % 2 == 0 ? Side.Buy : Side.Sell, 300 + value, isOwn: true, ++orders);
                    break;
                case DayEvent.Hours:
                    await venue.StepAsync((1 + value % 4) * 3_600_000L + value);
                    await life.LookAsync();
                    break;
                case DayEvent.Write:
                    Assert.Null((await life.Recorder.WriteAsync(value % 3 > 0, CancellationToken.None)).Fault);
                    break;
                default:
                    await life.DisposeAsync();
                    if (kind == DayEvent.Liquidation)
                        Liquidate(folder.Path, venue);
                    life = new RecordingLife(venue, rest, folder.Path);
                    break;
            }
        }

        await venue.StepAsync(120_000);
        await life.LookAsync();
        // The first write learns of liquidations, the second is late enough to ask for their trades.
        for (int i = 0; i < 2; i++)
            Assert.Null((await life.Recorder.WriteAsync(true, CancellationToken.None)).Fault);
        await life.DisposeAsync();
        AssertExplained(folder.Path, venue.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return true;
    }

    /// <summary>Marks at the entry prices.</summary>
    private static void Liquidate(string folder, SteppedVenue venue)
    {
        using PaperLedger ledger = PaperLedger.Open(folder, TradedAccount.Account, waitForDisk: false).Value;
        PositionRisk[] held = [.. ledger.State.Positions.Select(row => Risk(row, PaperState.PriceOf(row.Cost, row.Quantity)))];
        if (held.Length == 0)
            return;
        using var alerts = new AlertPublisher("paper", _ => { }, venue.Clock, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        new PaperLiquidation(ledger, alerts, venue.Clock).Close(new AccountState(Totals(ledger.State.Wallet, Money.Zero), held), s_taker);
        Assert.Empty(ledger.State.Positions);
    }

    [Fact]
    public void A_paper_account_at_its_maintenance_margin_is_closed_and_the_fund_covers_what_is_missing()
    {
        using var folder = new TempFolder("paper-lost");
        var raised = new List<Alert>();
        using var alerts = new AlertPublisher("paper", raised.Add, TimeProvider.System, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        using (PaperLedger ledger = PaperLedger.Open(folder.Path, TradedAccount.Account, waitForDisk: false).Value)
        {
            ledger.Record(new PaperOpened(1, Money.Of(100)));
            var order = new Exchanges.Binance.Orders.VenueOrder(
                1, "o", "BTCUSDT", Side.Buy, PositionSide.Both, OrderType.Market, Exchanges.Binance.Orders.VenueOrderStatus.New, Quantity.Of(1), Quantity.Zero, Price.Zero, Price.Zero, false, 1);
            ledger.Record(new PaperPlaced(1, order));
            ledger.Record(ledger.State.FillOf(1, order, new Exchanges.Binance.Market.DepthLevel(Price.Of(1_000), Quantity.Of(1)), s_taker, isMaker: false));
            ledger.Commit(1);
            PaperPosition held = Assert.Single(ledger.State.Positions);
            var calm = new AccountState(Totals(ledger.State.Wallet, Money.Of(5)), [Risk(held, Price.Of(1_000))]);
            Assert.False(PaperLiquidation.IsDue(calm));
            Assert.False(PaperLiquidation.IsDue(new AccountState(Totals(Money.Zero, Money.Zero), [])));
            var lost = new AccountState(Totals(Money.Of(4), Money.Of(5)), [Risk(held, Price.Of(850))]);
            Assert.True(PaperLiquidation.IsDue(lost));

            var liquidation = new PaperLiquidation(ledger, alerts, TimeProvider.System);
            liquidation.Close(lost, s_taker);
            liquidation.Close(lost, s_taker);

            Assert.Equal((Money.Zero, 0), (ledger.State.Wallet, ledger.State.Positions.Count));
            Assert.Contains("closed BTCUSDT 1 at 850; wallet 0", Assert.Single(raised).Message, StringComparison.Ordinal);
        }

        using PaperLedger again = PaperLedger.Open(folder.Path, TradedAccount.Account, waitForDisk: false).Value;
        IncomeEntry[] income = [.. again.State.Bookings.Unrecorded()];
        Assert.Equal(Money.Of(-100), income.Aggregate(Money.Zero, (sum, row) => sum + row.Amount));
        // 100 − 0.5 − 150 − 0.425 is missing by 50.925.
        Assert.Equal(Money.Parse("50.925"), income.Single(row => row.Kind == "INSURANCE_CLEAR").Amount);
        Assert.Equal(Money.Of(-150), income.Single(row => row.Kind == "REALIZED_PNL").Amount);
        Assert.Equal((Money.Zero, 0), (again.State.Wallet, again.State.Positions.Count));
    }

    private void AssertExplained(string folder, long now_ms)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        var reader = new AccountStoreReader(database, Path.Combine(folder, "accounting"));
        List<IncomeRecord> income = reader.Income(TradedAccount.Account, StorePeriod.All).Value;
        List<FillRecord> fills = reader.Fills(TradedAccount.Account, StorePeriod.All).Value;
        output.WriteLine($"{income.Count} bookings ({string.Join(", ", income.GroupBy(row => row.Kind).Select(kind => $"{kind.Count()} {kind.Key}"))}), {fills.Count} fills ({string.Join(", ", fills.GroupBy(fill => fill.Origin).Select(origin => $"{origin.Count()} {origin.Key}"))})");
        using PaperLedger ledger = PaperLedger.Open(folder, TradedAccount.Account, waitForDisk: false).Value;
        Money begun = ledger.State.IsOpened ? Money.Parse(Balance) : Money.Zero;
        Assert.Equal(ledger.State.Wallet - begun, income.Aggregate(Money.Zero, (sum, row) => sum + row.Amount));
        Assert.Equal(fills.Aggregate(Money.Zero, (sum, fill) => sum + fill.RealizedPnl), Sum("REALIZED_PNL"));
        Assert.Equal(fills.Aggregate(Money.Zero, (sum, fill) => sum - fill.Commission), Sum("COMMISSION"));
        Assert.Equal(fills.Count, fills.DistinctBy(fill => (fill.Symbol, fill.TradeId)).Count());
        Assert.Equal(income.Count, income.DistinctBy(row => (row.Kind, row.Symbol, row.TransactionId)).Count());
        AccountReport report = new ReportBuilder(reader, null).Build(new ReportRequest(TradedAccount.Account, StorePeriod.All, now_ms, IsPaper: true)).Value;
        Assert.All(report.Pnl.BySymbol, row => Assert.True(row.IsExplained, $"{row.Symbol} {row.FillsRealizedPnl} {row.RealizedPnl} {row.FillsCommission} {row.Commission}"));

        Money Sum(string kind) => income.Where(row => row.Kind == kind).Aggregate(Money.Zero, (sum, row) => sum + row.Amount);
    }

    private static AccountTotals Totals(Money balance, Money maintenance) => new(balance, Money.Zero, balance, Money.Zero, Money.Zero, maintenance, []);

    private static PositionRisk Risk(PaperPosition row, Price mark) => new(row.Symbol, row.Side, row.Quantity, mark, mark, Money.Zero, Price.Zero, row.Update_ms);
}
