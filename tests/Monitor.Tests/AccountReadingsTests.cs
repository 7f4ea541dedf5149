using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Running;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Monitor.Tests;

public sealed class AccountReadingsTests : IDisposable
{
    private const long One = 100_000_000;

    private readonly TempFolder _folder = new();
    private readonly EquityLedger _curves;
    private readonly AccountReadings _readings;

    public AccountReadingsTests()
    {
        _curves = new EquityLedger(_folder.Path, 60_000, 1_000);
        _readings = new AccountReadings(new MonitorOptions(), _curves);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("margin ratio")]
    [InlineData("available balance")]
    [InlineData("unrealised loss")]
    public void A_ratio_over_no_equity_is_critical_while_positions_are_open(string name)
    {
        AccountEvent broke = Account(wallet: 0, equity: -5, Position("BTCUSDT", quantity: 1, target: 1));
        Reading reading = Of(broke, name);
        Assert.Equal(AlertSeverity.Critical, reading.Breach());
        Assert.Contains("cannot be computed: equity -5", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_account_without_positions_raises_no_alert() =>
        Assert.All(_readings.Of(View(Account(wallet: 0, equity: 0))), reading => Assert.Null(reading.Breach()));

    [Fact]
    public void A_target_without_a_fill_counts_as_deviation()
    {
        AccountEvent half = Account(1_000, 1_000, Position("BTCUSDT", quantity: 1, target: 1), Position("ETHUSDT", quantity: 0, target: 1));
        Assert.Equal(0.5, Of(half, "position deviation").Value);
        Assert.Equal(AlertSeverity.Critical, Of(half, "largest position deviation").Breach());
    }

    [Fact]
    public void A_position_that_no_run_planned_has_no_deviation()
    {
        AccountEvent foreign = Account(1_000, 1_000, new PositionRow { Symbol = "BTCUSDT", PositionSide = "BOTH", Quantity = One, MarkPrice = One });
        Assert.Null(Of(foreign, "position deviation").Breach());
    }

    [Fact]
    public void Positions_although_every_target_is_zero_are_critical() =>
        Assert.Equal(AlertSeverity.Critical, Of(Account(1_000, 1_000, Position("BTCUSDT", quantity: 1, target: 0)), "position deviation").Breach());

    [Fact]
    public void Gross_beyond_a_multiple_of_the_target_gross_is_critical()
    {
        Assert.Null(Of(Account(1_000, 1_000, Position("BTCUSDT", quantity: 5, target: 4)), "gross exposure").Breach());
        Assert.Equal(AlertSeverity.Critical, Of(Account(1_000, 1_000, Position("BTCUSDT", quantity: 6, target: 4)), "gross exposure").Breach());
    }

    [Fact]
    public void The_drawdown_is_counted_from_the_peak_of_the_kept_curve_also_after_a_restart()
    {
        _curves.Sample(Account(1_000, 1_000));
        _curves.Save();
        var next = new EquityLedger(_folder.Path, 60_000, 1_000);
        next.Load(["account1"], long.MaxValue);
        Reading drawdown = new AccountReadings(new MonitorOptions(), next).Of(View(Account(800, 800))).Single(reading => reading.Subject == "account1 drawdown");
        Assert.Equal(0.2, drawdown.Value, 12);
        Assert.Equal(AlertSeverity.Critical, drawdown.Breach());
    }

    private Reading Of(AccountEvent account, string name) => _readings.Of(View(account)).Single(reading => reading.Subject == $"account1 {name}");

    private static MonitoredAccount View(AccountEvent account) => new(account, Money.Zero);

    private static AccountEvent Account(long wallet, long equity, params PositionRow[] positions) => new()
    {
        Account = "account1", AtMs = 60_000, WalletBalance = wallet * One, Equity = equity * One, UnrealizedPnl = (equity - wallet) * One,
        AvailableBalance = wallet * One, Positions = { positions },
    };

    private static PositionRow Position(string symbol, long quantity, long target) => new()
    {
        Symbol = symbol, PositionSide = "BOTH", Quantity = quantity * One, MarkPrice = One, TargetQuantity = target * One,
    };
}
