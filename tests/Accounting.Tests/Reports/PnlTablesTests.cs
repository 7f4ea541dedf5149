using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Accounting.Tests.Reports;

public sealed class PnlTablesTests
{
    private const long Read_ms = 1_000_000;

    [Fact]
    public void Fills_whose_bookings_are_stored_explain_them()
    {
        Assert.True(IsExplained([Fill(1, 500_000), Fill(2, 600_000)], [.. Bookings(1, 500_003), .. Bookings(2, 600_000)]));
    }

    [Fact]
    public void A_fill_without_its_bookings_is_not_explained_and_bookings_without_their_fill_explain_nothing()
    {
        Assert.False(IsExplained([Fill(1, 500_000), Fill(2, 600_000)], [.. Bookings(1, 500_000)]));
        Assert.False(IsExplained([Fill(1, 500_000)], [.. Bookings(1, 500_000), .. Bookings(2, 600_000)]));
    }

    [Fact]
    public void Fills_of_the_last_minute_are_not_compared_whether_or_not_they_are_booked()
    {
        Assert.True(IsExplained([Fill(1, 500_000), Fill(2, 940_000), Fill(3, 1_000_001)], [.. Bookings(1, 500_000), .. Bookings(2, 940_000)]));
        Assert.True(IsExplained([Fill(1, 939_999), Fill(2, 940_000)], [.. Bookings(1, 940_002), .. Bookings(2, 939_999)]));
    }

    [Fact]
    public void The_sums_of_the_exchange_hold_every_booking()
    {
        ReportedPnl row = Assert.Single(Table([Fill(2, 940_000)], [.. Bookings(2, 940_000)]).BySymbol);
        Assert.Equal(("7.5", "-0.25", "7.25"), (row.RealizedPnl, row.Commission, row.Net));
    }

    private static bool IsExplained(IReadOnlyList<FillRecord> fills, IReadOnlyList<IncomeRecord> income) => Assert.Single(Table(fills, income).BySymbol).IsExplained;

    private static ReportedPnlTable Table(IReadOnlyList<FillRecord> fills, IReadOnlyList<IncomeRecord> income) =>
        PnlTables.Of(new ReportInput("a", StorePeriod.All, AccountManifest.Empty("a") with { Version = 1, Income_ms = Read_ms }, fills, [], [], income, []));

    private static FillRecord Fill(long id, long time_ms) => new(
        id, time_ms, "BTCUSDT", id, FillOrigin.Own, "c", id, "p", "r", Side.Sell, PositionSide.Both, Quantity.Of(1), Price.Of(5), Money.Parse("0.25"), "USDT", Money.Parse("7.5"), false);

    private static IncomeRecord[] Bookings(long id, long time_ms) =>
    [
        new(time_ms, "REALIZED_PNL", "BTCUSDT", "USDT", Money.Parse("7.5"), id * 2, $"{id}"),
        new(time_ms, "COMMISSION", "BTCUSDT", "USDT", Money.Parse("-0.25"), id * 2 + 1, $"{id}"),
    ];
}
