using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Accounting.Tests.Stores;

public sealed class AccountStoreTests : IDisposable
{
    private readonly TempFolder _folder = new("store");
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open().Value;

    private static readonly FillRecord s_fill = new(
        7, 1_000, "BTCUSDT", 42, FillOrigin.Own, "c-0", 9, "p", "r", Side.Sell, PositionSide.Long, Quantity.Parse("0.00000001"), Price.Parse("98765.4321"), Money.Parse("-0.00000001"), "BNB",
        Money.Parse("-12.5"), true);

    private static readonly OrderRecord s_order = new(
        7, "c-0", 9, "p", "r", "BTCUSDT", Side.Buy, PositionSide.Both, OrderType.Limit, TimeInForce.Gtx, true, 3, Quantity.Of(2), Price.Of(5), Quantity.Of(1), Notional.Parse("5.0000000000000001"),
        OrderState.Canceled, "it rested", 900, 1_000);

    private static readonly ParentRecord s_parent = new(
        8, "p", "r", "2025-05-05-003", "BTCUSDT", Side.Buy, PositionSide.Short, ParentAlgorithm.Vwap, ParentState.Partial, Quantity.Of(3), Quantity.Of(1), Notional.Parse("5.0000000000000001"),
        Quantity.Of(1), 12, 800, 1_200, 1_000, Price.Of(4), Price.Of(5), Price.Of(6), "too dear", "");

    [Fact]
    public void Every_table_gives_back_what_was_stored_to_the_last_digit()
    {
        OrderRecord market = s_order with { Type = OrderType.Market, TimeInForce = null, LimitPrice = Price.Zero };
        var equity = new EquityRecord(1_000, Money.Parse("5.00000001"), Money.Of(4), Money.Of(1), Money.Of(2), Money.Zero, Money.Of(3));
        var income = new IncomeRecord(1_000, "TRANSFER", "", "USDT", Money.Parse("-0.00000001"), 5, "");
        using (AccountStore store = AccountStore.Open(_database, _folder.Path, "a").Value)
            Assert.Null(store.Append(new AccountBatch(8, 1_000) { Orders = [s_order, market], Fills = [s_fill], Parents = [s_parent], Income = [income], Equity = [equity] }).Fault);
        var reader = new AccountStoreReader(_database, _folder.Path);
        Assert.Equal([s_order, market], reader.Orders("a", StorePeriod.All).Value);
        Assert.Equal([s_fill], reader.Fills("a", StorePeriod.All).Value);
        Assert.Equal([s_parent], reader.Parents("a", StorePeriod.All).Value);
        Assert.Equal([income], reader.Income("a", StorePeriod.All).Value);
        Assert.Equal([equity], reader.Equity("a", StorePeriod.All).Value);
        Assert.Equal(["a"], reader.Accounts());
    }

    [Fact]
    public void The_columns_of_every_table_are_those_that_files_on_disk_have()
    {
        Assert.Equal("sequence client_order_id order_id parent_id run_id symbol side position_side type time_in_force reduce_only slice quantity limit_price executed executed_quote state reason intended_time ended_time", Names(RecordLayouts.Orders));
        Assert.Equal("sequence time symbol trade_id origin client_order_id order_id parent_id run_id side position_side quantity price commission commission_asset realized_pnl maker", Names(RecordLayouts.Fills));
        Assert.Equal("sequence parent_id run_id label symbol side position_side algorithm state planned filled filled_quote maker_filled slices started_time end_time closed_time decision_price arrival_price last_price reason note", Names(RecordLayouts.Parents));
        Assert.Equal("time kind symbol asset amount transaction_id trade_id", Names(RecordLayouts.Income));
        Assert.Equal("time equity wallet_balance unrealized_pnl available_balance initial_margin maintenance_margin", Names(RecordLayouts.Equity));
    }

    [Fact]
    public void An_account_without_records_is_empty_and_not_a_fault()
    {
        var reader = new AccountStoreReader(_database, _folder.Path);
        Assert.Empty(reader.Fills("nobody", StorePeriod.All).Value);
        Assert.Equal(0, reader.Manifest("nobody").Value.Version);
        Assert.Empty(reader.Accounts());
    }

    [Fact]
    public void A_manifest_of_another_account_or_of_a_later_version_is_refused_with_the_reason()
    {
        using (AccountStore store = AccountStore.Open(_database, _folder.Path, "a").Value)
            Assert.Null(store.Begin(5).Fault);
        Directory.Move(Path.Combine(_folder.Path, "a"), Path.Combine(_folder.Path, "b"));
        Fault fault = AccountStore.Open(_database, _folder.Path, "b").Fault!;
        Assert.Contains("account 'a'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected schema 1 of account 'b'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_differs_from_the_manifest_is_reported()
    {
        using (AccountStore store = AccountStore.Open(_database, _folder.Path, "a").Value)
            Assert.Null(store.Append(new AccountBatch(8, 1_000) { Fills = [s_fill, s_fill with { TradeId = 43 }] }).Fault);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "a", "fills")));
        Assert.Null(ParquetFile.Write(_database.Connect(), file, RecordLayouts.Fills.ToTable([s_fill])).Fault);
        Fault fault = new AccountStoreReader(_database, _folder.Path).Fills("a", StorePeriod.All).Fault!;
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("hold 1 rows, expected 2 by the manifest", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static string Names<T>(RecordLayout<T> layout) => string.Join(' ', layout.Columns.Select(column => column.Name));
}
