using Platform.Coordinator.Operations;
using Platform.Coordinator.Runs;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

public sealed class CommandLogTests : IDisposable
{
    private readonly TempFolder _folder = new("commands");
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_command_id_takes_effect_once_also_across_a_restart()
    {
        using (RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value)
        {
            CommandLog log = Log(journal);
            Assert.True(Give(log, "1", "pause").Accepted);
            Assert.False(Give(log, "1", "resume").Accepted);
            Assert.True(Give(log, "1", "pause") is { Accepted: true, Sequence: 1 });
            Assert.True(log.State.Paused);
            Assert.Equal(1, log.State.Version);
            Assert.True(Give(log, "2", "kill").Accepted);
            Assert.True(Give(log, "3", "resume").Accepted);
        }

        using RunJournal again = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog restarted = Log(again);
        _ = again.Replay(restarted.Replay).Value;
        Assert.True(restarted.State is { Paused: true, Killed: true, Version: 3 });
        Assert.True(restarted.Holds);
        Assert.False(Give(restarted, "2", "revive").Accepted);
        Assert.True(Give(restarted, "4", "revive").Accepted);
        Assert.True(Give(restarted, "5", "resume").Accepted);
        Assert.False(restarted.State.Paused);
    }

    [Theory]
    [InlineData("done")]
    [InlineData("refused")]
    public void Runs_wait_until_every_account_has_answered_the_resume(string state)
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog log = Log(journal);
        Give(log, "1", "pause");
        Give(log, "2", "resume");
        Report(log, "2", "account1", "done", "");
        Report(log, "2", "account2", "received", "");
        Assert.True(log.Holds);
        Report(log, "2", "account2", state, "");
        Assert.False(log.Holds);
    }

    [Fact]
    public void An_account_that_does_not_answer_a_resume_holds_runs_for_five_seconds_at_most()
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog log = Log(journal);
        Give(log, "1", "kill");
        Give(log, "2", "revive");
        Report(log, "2", "account1", "done", "");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(log.Holds);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(log.Holds);
    }

    [Fact]
    public void An_executor_gets_missed_commands_and_a_new_executor_gets_only_the_active_holds()
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog log = Log(journal);
        Give(log, "1", "pause", "account1");
        Give(log, "2", "flatten", "account2");
        Give(log, "3", "kill", symbol: "BTCUSDT");

        (IReadOnlyList<OperatorCommand> missed, CommandStanding standing, _) = log.After(0, "account1");
        (IReadOnlyList<OperatorCommand> fresh, CommandStanding held, Task newer) = log.After(-1, "account2");

        Assert.Equal([1L, 3L], missed.Select(command => command.Sequence));
        Assert.Equal([("paused", ""), ("killed", "BTCUSDT")], standing.Holds.Select(hold => (hold.Kind, hold.Symbol)));
        Assert.Empty(fresh);
        Assert.Equal((3L, "paused,killed"), (held.NewestSequence, string.Join(',', held.Holds.Select(hold => hold.Kind))));
        Assert.False(newer.IsCompleted);
        Give(log, "4", "revive");
        Assert.True(newer.IsCompleted);
    }

    [Fact]
    public void An_expired_command_is_no_longer_delivered_and_its_hold_stays_active()
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog log = Log(journal);
        Give(log, "1", "flatten", "account1");
        Give(log, "2", "kill", "account1");
        _clock.Advance(TimeSpan.FromSeconds(61));

        (IReadOnlyList<OperatorCommand> missed, CommandStanding standing, _) = log.After(0, "account1");

        Assert.Empty(missed);
        Assert.Equal(["paused", "killed"], standing.Holds.Select(hold => hold.Kind).Order(StringComparer.Ordinal).Reverse());
        Assert.All(log.List(10), row => Assert.Equal("expired", Assert.Single(row.Outcomes).State));
    }

    [Fact]
    public void The_state_of_a_command_survives_a_restart_and_its_end_is_final()
    {
        using (RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value)
        {
            CommandLog log = Log(journal);
            Give(log, "1", "flatten");
            Assert.True(Report(log, "1", "account1", "received", "left: BTCUSDT 0.4").Accepted);
            Assert.True(Report(log, "1", "account1", "done", "flat").Accepted);
            Assert.False(Report(log, "1", "account1", "received", "late").Accepted);
            Assert.False(Report(log, "1", "nobody", "done", "").Accepted);
            Assert.True(Report(log, "1", "account2", "refused", "killed").Accepted);
        }

        using RunJournal again = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog restarted = Log(again);
        _ = again.Replay(restarted.Replay).Value;
        Assert.Equal([("account1", "done", "flat"), ("account2", "refused", "killed")], Assert.Single(restarted.List(10)).Outcomes.Select(outcome => (outcome.Account, outcome.State, outcome.Detail)));
    }

    [Fact]
    public void A_kill_of_an_earlier_release_stays_active_and_its_flattens_are_not_repeated()
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandLog log = Log(journal);
        log.Replay(new LedgerRecord { Command = new CommandRequest { CommandId = "f", Kind = "flatten" } });
        log.Replay(new LedgerRecord { Command = new CommandRequest { CommandId = "k", Kind = "kill" } });

        Assert.True(log.State.Killed);
        Assert.Empty(log.After(0, "account1").Commands);
    }

    [Theory]
    [InlineData("", "pause", "", "", "has no id")]
    [InlineData("1", "stop", "", "", "expected one of pause, resume, reduce-only, flatten, cancel, kill, revive, reset, limit")]
    [InlineData("1", "flatten", "nobody", "", "known: account1, account2")]
    [InlineData("1", "pause", "account1", "BTC USDT", "is not a symbol")]
    [InlineData("1", "reset", "account1", "BTCUSDT", "expected no symbol")]
    [InlineData("1", "reset", "", "", "needs a reason")]
    [InlineData("1", "limit", "", "", "needs its key in the section risk")]
    public void An_invalid_command_is_refused_with_the_reason(string id, string kind, string account, string symbol, string reason)
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, _clock).Value;
        CommandReply reply = Give(Log(journal), id, kind, account, symbol);
        Assert.False(reply.Accepted);
        Assert.Contains(reason, reply.Reason);
        Assert.Equal(0, reply.Operator.Version);
    }

    public void Dispose() => _folder.Dispose();

    private CommandLog Log(RunJournal journal) => new(journal, new SortedSet<string> { "account1", "account2" }, new CommandLogRules(60_000, _clock, _clock));

    private static CommandReply Give(CommandLog log, string id, string kind, string account = "", string symbol = "") =>
        log.Command(new CommandRequest { CommandId = id, Kind = kind, Account = account, Symbol = symbol, By = "test" }).Value;

    private static ReportReply Report(CommandLog log, string id, string account, string state, string detail) =>
        log.Report(new CommandOutcome { CommandId = id, Account = account, State = state, Detail = detail }).Value;
}
