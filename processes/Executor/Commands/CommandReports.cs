using Microsoft.Extensions.Logging;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Hosting.Control;
using Platform.Hosting.Life;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Executor.Commands;

/// <summary>
/// Reports the state of each command to the coordinator until it is acknowledged, across restarts of both; the journal records which
/// outcomes were acknowledged.
/// </summary>
internal sealed class CommandReports
{
    private const string Ended = "done";
    private const string Refused = "refused";

    private readonly AccountExecutor _executor;
    private readonly string _account;
    private readonly TimeProvider _clock;
    private readonly ReportOutbox<CommandOutcome> _outbox;

    public CommandReports(ProcessContext context, AccountExecutor executor)
    {
        (_executor, _account, _clock) = (executor, context.Account, context.Clock);
        _outbox = new ReportOutbox<CommandOutcome>(
            "command", (outcome, options) => context.Coordinator.ReportCommandAsync(outcome, options).ResponseAsync,
            (outcome, _) => outcome.State is Ended or Refused ? executor.RecordAsync(at_ms => new CommandReported(at_ms, outcome.CommandId)) : Task.CompletedTask,
            context.Alerts, context.RealTime, context.Loggers.CreateLogger<CommandReports>());
    }

    /// <summary>
    /// Reports that a command was received, changed state or ended. Commands that this process's own risk rules gave are not reported.
    /// </summary>
    public void Add(CommandEntry entry, string detail)
    {
        if (entry.Received.Sequence > 0)
            _outbox.Add(Describe(entry, detail));
    }

    /// <summary>Reports the outcomes that an earlier process did not.</summary>
    public async Task AddUnreportedAsync()
    {
        foreach (CommandOutcome outcome in await _executor.AskAsync(ledger => ledger.Commands.Entries
            .Where(entry => entry is { IsReported: false, Received.Sequence: > 0 }).Select(entry => Describe(entry, "")).ToArray()))
            _outbox.Add(outcome);
    }

    public Task RunAsync(CancellationToken cancel) => _outbox.RunAsync(cancel);

    private CommandOutcome Describe(CommandEntry entry, string detail) => new()
    {
        CommandId = entry.CommandId,
        Account = _account,
        State = entry.End switch { null => "received", { Done: true } => Ended, _ => Refused },
        Detail = entry.End?.Detail ?? detail,
        AtMs = entry.End?.At_ms ?? _clock.NowMilliseconds(),
    };
}
