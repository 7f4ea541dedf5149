using Platform.Monitor.Equity;
using Platform.Monitor.Rows;
using Platform.TestKit.Files;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Monitor.Tests;

public sealed class EquityLedgerTests : IDisposable
{
    private const long Start_ms = 1_766_362_500_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_event_is_sampled_and_the_next_only_after_the_interval()
    {
        EquityLedger ledger = NewLedger();
        Assert.NotNull(ledger.Sample(Account(Start_ms, 100)));
        Assert.Null(ledger.Sample(Account(Start_ms + 59_999, 101)));
        Assert.NotNull(ledger.Sample(Account(Start_ms + 60_000, 102)));
    }

    [Fact]
    public void A_new_label_is_sampled_before_the_interval_has_passed()
    {
        EquityLedger ledger = NewLedger();
        ledger.Sample(Account(Start_ms + 299_000, 100));
        Assert.NotNull(ledger.Sample(Account(Start_ms + 300_000, 101)));
    }

    [Fact]
    public void A_saved_curve_is_read_again_by_the_next_monitor()
    {
        EquityLedger first = NewLedger();
        first.Sample(Account(Start_ms, 100));
        first.Sample(Account(Start_ms + 60_000, 102));
        Assert.Empty(first.Save());

        EquityLedger second = NewLedger();
        Assert.Empty(second.Load(["account1"], Start_ms + 120_000));
        EquityReply reply = second.Reply("account1");
        Assert.Equal([[(double)Start_ms, 100], [Start_ms + 60_000, 102]], reply.Points);
    }

    [Fact]
    public void A_curve_with_samples_from_the_future_is_renamed_and_reported()
    {
        EquityLedger first = NewLedger();
        first.Sample(Account(Start_ms, 100));
        first.Sample(Account(Start_ms + 600_000, 102));
        first.Save();

        EquityLedger second = NewLedger();
        Assert.Contains("holds samples from the future", Assert.Single(second.Load(["account1"], Start_ms + 1)).Message);
        Assert.Empty(second.Reply("account1").Points);
        Assert.True(File.Exists(_folder.File("account1_equity_curve.json.bad")));
    }

    [Fact]
    public void After_a_clock_went_back_the_curve_continues_immediately()
    {
        EquityLedger ledger = NewLedger();
        ledger.Sample(Account(Start_ms, 100));
        ledger.Sample(Account(Start_ms + 3_600_000, 102));
        Assert.NotNull(ledger.Sample(Account(Start_ms + 300_000, 101)));
        Assert.Equal([[(double)Start_ms, 100], [Start_ms + 300_000, 101]], ledger.Reply("account1").Points);
    }

    [Fact]
    public void A_damaged_file_is_renamed_with_a_message_and_a_new_curve_begins()
    {
        string file = Path.Combine(_folder.Path, "account1_equity_curve.json");
        File.WriteAllText(file, "{\"schema\":1,\"acc");
        EquityLedger ledger = NewLedger();
        string message = Assert.Single(ledger.Load(["account1"], Start_ms)).Message;
        Assert.Contains("account1_equity_curve.json", message);
        Assert.True(File.Exists(file + ".bad"));
        Assert.Empty(ledger.Reply("account1").Points);
    }

    [Fact]
    public void At_the_bound_the_older_half_is_thinned_and_the_newest_point_stays()
    {
        var curve = new EquityCurve(pointsMax: 100);
        for (int i = 0; i < 1_000; i++)
            Assert.True(curve.Add(new EquitySample(Start_ms + i, $"{i}", "0", "0", "")));
        Assert.InRange(curve.Samples.Count, 50, 100);
        Assert.Equal(Start_ms + 999, curve.Samples[^1].At_ms);
        Assert.Equal(curve.Samples.OrderBy(sample => sample.At_ms), curve.Samples);
    }

    private EquityLedger NewLedger() => new(_folder.Path, sample_ms: 60_000, pointsMax: 1_000);

    private static AccountEvent Account(long at_ms, long equity) =>
        new() { Account = "account1", AtMs = at_ms, Equity = equity * 100_000_000, WalletBalance = equity * 100_000_000 };
}
