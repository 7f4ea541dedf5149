using Platform.Domain.Orders;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

public sealed class CrashTests
{
    private static readonly (string, double)[] s_first = [("BTCUSDT", 0.2), ("ETHUSDT", -0.3), ("SOLUSDT", 0.1)];
    private static readonly (string, double)[] s_second = [("BTCUSDT", -0.1), ("ETHUSDT", -0.1)];

    /// <summary>
    /// The run is cut off after its n-th fact, through all of the run; what was recorded and not yet on disk is lost. Whatever
    /// the point, no order is doubled, nothing executed is unknown to the ledger, and the next run reaches its targets.
    /// </summary>
    [Theory]
    [InlineData((int)Fate.Fill, 2)]
    [InlineData((int)Fate.FillAndLoseAnswer, 5)]
    [InlineData((int)Fate.FillHalf, 5)]
    public async Task A_crash_at_any_fact_repeats_no_order_and_loses_no_fill(int fate, int stride)
    {
        for (int crashAfter = 1; ; crashAfter += stride)
        {
            using var folder = new TempFolder("crash");
            await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
            venue.Mute = crashAfter % 8 == 0;
            bool crashed = await CrashAsync(venue, folder.Path, crashAfter, (Fate)fate);
            venue.FateOf = static _ => Fate.Fill;
            await RecoverAsync(venue, folder.Path, crashAfter);
            if (!crashed)
            {
                Assert.True(crashAfter > 20, $"the run has only {crashAfter} facts: the test looks at nothing");
                return;
            }
        }
    }

    private static async Task<bool> CrashAsync(OneAccountVenue venue, string folder, int crashAfter, Fate fate)
    {
        await using (TradedAccount calm = await TradedAccount.OpenAsync(venue, folder))
            await calm.TradeAsync("2025-05-05-003", s_first);
        // What is asked for again after a half or lost order is filled at once: the run ends soon.
        venue.FateOf = id => id.EndsWith("-0", StringComparison.Ordinal) ? fate : Fate.Fill;
        await using TradedAccount doomed = await TradedAccount.OpenAsync(venue, folder, crashAfter: crashAfter);
        await doomed.TradeAsync("2025-05-05-004", s_second);
        // A fact that came from the stream breaks the room a moment after the run saw its end.
        bool finished = !doomed.Running.IsCompleted;
        return !finished;
    }

    private static async Task RecoverAsync(OneAccountVenue venue, string folder, int crashAfter)
    {
        await using TradedAccount again = await TradedAccount.OpenAsync(venue, folder);
        await again.TradeAsync("2025-05-05-004", s_second);
        ExecutionRun run = (await again.TradeAsync("2025-05-05-005", s_second))!;

        string at = $"crash after fact {crashAfter}";
        Assert.True(venue.Sent.Count == venue.Sent.Distinct().Count(), at);
        Assert.True(Quantity.Parse("-0.2") == venue.Position("BTCUSDT"), $"{at}: {venue.Position("BTCUSDT")}");
        Assert.True(Quantity.Of(-4) == venue.Position("ETHUSDT"), $"{at}: {venue.Position("ETHUSDT")}");
        Assert.True(venue.Position("SOLUSDT").IsZero, at);
        TradingTests.AssertAccounted(run, venue);
        await Eventually.EndsAsync(again.AccountExecutor.AskAsync(ledger =>
        {
            foreach (string symbol in venue.Prices.Keys)
                Assert.True(venue.Position(symbol) == ledger.NetFilled(symbol), $"{at}: {symbol} the venue has {venue.Position(symbol)}, the ledger {ledger.NetFilled(symbol)}");
            foreach (OneAccountVenue.Order order in venue.Orders)
                Assert.True(ledger.FindOrder(order.ClientId) is { } known && known.State.IsTerminal() && known.Booked == order.Executed, $"{at}: {order}");
            Assert.All(ledger.Runs, past => Assert.True(past.IsClosed, $"{at}: {past.RunId}"));
            return 0;
        }));
    }
}
