using Platform.Coordinator.Ledger;
using Platform.Coordinator.Operations;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

public sealed class CommandLogTests : IDisposable
{
    private readonly TempFolder _folder = new("desk");

    [Fact]
    public void A_command_id_has_an_effect_once_also_across_a_restart()
    {
        using (RunJournal journal = RunJournal.Open(_folder.Path, new ManualClock()).Value)
        {
            CommandLog commandLog = CommandLog(journal);
            Assert.True(Do(commandLog, "1", "pause").Accepted);
            Assert.False(Do(commandLog, "1", "resume").Accepted);
            Assert.True(commandLog.State.Paused);
            Assert.Equal(1, commandLog.State.Version);
            Assert.True(Do(commandLog, "2", "kill").Accepted);
            Assert.True(Do(commandLog, "3", "resume").Accepted);
        }

        using RunJournal again = RunJournal.Open(_folder.Path, new ManualClock()).Value;
        CommandLog restarted = CommandLog(again);
        _ = again.Replay(record => restarted.Replay(record.Command)).Value;
        Assert.False(restarted.State.Paused);
        Assert.True(restarted.State.Killed);
        Assert.True(restarted.Holds);
        Assert.Equal(3, restarted.State.Version);
        Assert.False(Do(restarted, "2", "revive").Accepted);
        Assert.True(Do(restarted, "4", "revive").Accepted);
        Assert.False(restarted.Holds);
    }

    [Fact]
    public void Flatten_orders_are_kept_with_their_ids_and_bounded()
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, new ManualClock()).Value;
        CommandLog commandLog = CommandLog(journal);
        for (int number = 0; number < 60; number++)
            Assert.True(Do(commandLog, $"f{number}", "flatten", "account1").Accepted);
        Assert.Equal(50, commandLog.State.Flatten.Count);
        Assert.Equal("f59", commandLog.State.Flatten[^1].CommandId);
    }

    [Theory]
    [InlineData("", "pause", "", "has no id")]
    [InlineData("1", "stop", "", "expected one of pause, resume, flatten, kill, revive")]
    [InlineData("1", "flatten", "nobody", "known: account1")]
    [InlineData("1", "pause", "account1", "only flatten takes one")]
    public void A_command_that_makes_no_sense_is_refused_with_the_reason(string id, string kind, string account, string reason)
    {
        using RunJournal journal = RunJournal.Open(_folder.Path, new ManualClock()).Value;
        CommandReply reply = Do(CommandLog(journal), id, kind, account);
        Assert.False(reply.Accepted);
        Assert.Contains(reason, reply.Reason);
        Assert.Equal(0, reply.Operator.Version);
    }

    public void Dispose() => _folder.Dispose();

    private static CommandLog CommandLog(RunJournal journal) => new(journal, new HashSet<string> { "account1" });

    private static CommandReply Do(CommandLog commandLog, string id, string kind, string account = "") =>
        commandLog.Command(new CommandRequest { CommandId = id, Kind = kind, Account = account, By = "test" }).Value;
}
