using Platform.Monitor.Boards;
using Platform.Monitor.Rows;
using Platform.Primitives.Time;
using Platform.Wire.V1;
using Xunit;
using WireRun = Platform.Wire.V1.RunRow;

namespace Platform.Monitor.Tests;

public class RunBoardTests
{
    [Fact]
    public void Latency_from_close_to_last_ack_is_platform_time_over_speed()
    {
        var board = new RunBoard(10, new ClockAnchor(0, 0, Speed: 10));
        board.Apply([Executed("2025-05-05-001-r0", completed_ms: 1_000, lastAck_ms: 3_000)]);
        RunsReply reply = board.Reply(5);
        Assert.Equal(200, Assert.Single(reply.Runs).CloseToAckMs);
        Assert.Equal(new LatencySummary(1, 200, 200), reply.CloseToAck);
    }

    [Fact]
    public void A_run_that_an_account_has_not_ended_has_no_latency_yet()
    {
        var board = new RunBoard(10, ClockAnchor.RealTime);
        WireRun run = Executed("2025-05-05-001-r0", 1_000, 3_000);
        run.Accounts.Add("account2");
        board.Apply([run]);
        Assert.Null(Assert.Single(board.Reply(5).Runs).CloseToAckMs);
    }

    [Fact]
    public void The_newest_runs_stay_and_come_first()
    {
        var board = new RunBoard(2, ClockAnchor.RealTime);
        board.Apply([Executed("2025-05-05-002-r0", 0, 1), Executed("2025-05-05-001-r0", 0, 1), Executed("2025-05-05-003-r0", 0, 1)]);
        Assert.Equal(["2025-05-05-003-r0", "2025-05-05-002-r0"], board.Reply(5).Runs.Select(run => run.RunId));
    }

    [Fact]
    public void The_same_rows_again_change_nothing()
    {
        var board = new RunBoard(10, ClockAnchor.RealTime);
        Assert.True(board.Apply([Executed("2025-05-05-001-r0", 0, 1)]));
        Assert.False(board.Apply([Executed("2025-05-05-001-r0", 0, 1)]));
    }

    [Theory]
    [InlineData(0.5, 2.5)]
    [InlineData(0.99, 3.97)]
    [InlineData(1, 4)]
    public void Quantiles_are_interpolated_between_order_statistics(double share, double expected) =>
        Assert.Equal(expected, RunBoard.Quantile([1, 2, 3, 4], share)!.Value, 1e-12);

    private static WireRun Executed(string runId, long completed_ms, long lastAck_ms) => new()
    {
        RunId = runId,
        Label = runId[..14],
        State = "executed",
        Data = new DataCompleteReport { Universe = 10, Complete = 10, CompletedAtMs = completed_ms },
        Accounts = { "account1" },
        Executed = { new ExecutedReport { Account = "account1", Orders = 3, LastAckAtMs = lastAck_ms, PlannedNotional = "10", FilledNotional = "10", ResidualNotional = "0" } },
    };
}
