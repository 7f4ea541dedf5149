using Platform.Contracts;
using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Risk;
using Platform.Primitives.Time;

namespace Platform.Executor.Accounts;

/// <summary>
/// Executes the operator's commands: each is journalled on receipt, applied once, and ended with its outcome. Commands that were in
/// progress when the process ended are resumed. Runs on the account's context.
/// </summary>
internal sealed class CommandWork(AccountJournal journal, ParentWork parents, OrderWork orders, OrderSweep sweep, RiskCommands risk, AccountRuntime runtime)
{
    private readonly CancellationTokenSource _life = new();

    /// <summary>Called on the context when a command was received, changed state, or ended.</summary>
    public event Action<CommandEntry, string>? Moved;

    /// <summary>Called on the context when a flatten command is to be executed.</summary>
    public event Action? FlattenAsked;

    /// <summary>Journals and applies one command; a repeat has no effect.</summary>
    public async Task TakeAsync(CommandReceived command)
    {
        if (command.Sequence > 0 && command.Sequence <= journal.Ledger.Commands.Cursor)
            return;
        if (!journal.Record(command))
            return;
        CommandEntry entry = journal.Ledger.Commands.Find(command.CommandId)!;
        // A kill applies immediately, before its record is on disk.
        if (command.Kind == CommandKinds.Kill)
            Hold(HoldKind.Killed, command);
        await runtime.Durable.WrittenAsync();
        Moved?.Invoke(entry, "");
        Apply(entry);
    }

    /// <summary>
    /// Applies the holds that the coordinator has for this account after all of its commands. A ledger that has never followed the
    /// coordinator starts from them, and a hold that is stricter than the account's own state applies here too.
    /// </summary>
    public async Task JoinAsync(long newest, IReadOnlyList<HoldSet> holds)
    {
        // A smaller sequence number means that the coordinator has a new journal; the cursor no longer applies to its commands.
        if (journal.Ledger.Commands.Cursor == CommandHistory.NeverJoined || newest < journal.Ledger.Commands.Cursor)
            journal.Record(new CommandsJoined(Now_ms, newest));
        bool isStricter = false;
        foreach (HoldSet hold in holds.Where(hold => !journal.Ledger.Safety.IsHeld(hold.Kind, hold.Symbol)))
            isStricter |= journal.Record(hold with { At_ms = Now_ms });
        await runtime.Durable.WrittenAsync();
        if (isStricter)
            RecallOrders();
        foreach (HoldSet kill in holds.Where(hold => isStricter && hold.Kind == HoldKind.Killed))
            parents.Start(() => sweep.SweepAsync(kill.Symbol, untilNone: true, () => journal.Ledger.Safety.IsHeld(HoldKind.Killed, kill.Symbol), _life.Token));
    }

    /// <summary>Resumes the commands of an earlier process, and cancels open orders again while a kill holds.</summary>
    public void Resume()
    {
        foreach (CommandEntry entry in journal.Ledger.Commands.Open.ToArray())
            Apply(entry);
        foreach (Hold kill in journal.Ledger.Safety.Holds.Where(hold => hold.Kind == HoldKind.Killed).ToArray())
            parents.Start(() => sweep.SweepAsync(kill.Symbol, untilNone: true, () => journal.Ledger.Safety.IsHeld(HoldKind.Killed, kill.Symbol), _life.Token));
    }

    /// <summary>Ends a command with its outcome; does nothing when it has ended.</summary>
    public void End(CommandEntry entry, bool done, string detail)
    {
        if (entry.End is null && journal.Record(new CommandEnded(Now_ms, entry.CommandId, done, detail)))
            parents.Start(() => AnnounceAsync(entry));
    }

    /// <summary>Reports the current detail of a command that is still in progress.</summary>
    public void Report(CommandEntry entry, string detail) => Moved?.Invoke(entry, detail);

    public void Stop() => _life.Cancel();

    private long Now_ms => runtime.Clock.NowMilliseconds();

    private async Task AnnounceAsync(CommandEntry entry)
    {
        await runtime.Durable.WrittenAsync();
        Moved?.Invoke(entry, "");
    }

    private void Apply(CommandEntry entry)
    {
        CommandReceived command = entry.Received;
        switch (command.Kind)
        {
            case CommandKinds.Pause:
                End(entry, true, Hold(HoldKind.Paused, command) ? "" : "already paused");
                break;
            case CommandKinds.ReduceOnly:
                End(entry, true, Hold(HoldKind.ReduceOnly, command) ? "" : "already reduce-only");
                break;
            case CommandKinds.Resume:
                Resume(entry);
                break;
            case CommandKinds.Kill:
                Kill(entry);
                break;
            case CommandKinds.Revive:
                End(entry, true, Release(HoldKind.Killed, command) ? StillHeld(command.Symbol) : "not killed before");
                break;
            case CommandKinds.Flatten:
                Flatten(entry);
                break;
            case CommandKinds.Cancel:
                parents.Start(() => CancelAsync(entry, _life.Token));
                break;
            case CommandKinds.Reset:
                EndWithVerdict(entry, risk.Reset(entry.Received));
                break;
            case CommandKinds.Limit:
                EndWithVerdict(entry, risk.Change(entry.Received));
                break;
            default:
                End(entry, false, $"unknown command '{command.Kind}' for this executor");
                break;
        }
    }

    private void Resume(CommandEntry entry)
    {
        CommandReceived command = entry.Received;
        if (journal.Ledger.Safety.WhyKilled(command.Symbol) is { Length: > 0 } killed)
        {
            End(entry, false, $"{killed}: revive first");
            return;
        }

        if (WhyFlattening(command.Symbol) is { Length: > 0 } flattening)
        {
            End(entry, false, flattening);
            return;
        }

        bool wasHeld = Release(HoldKind.Paused, command) | Release(HoldKind.ReduceOnly, command);
        End(entry, true, wasHeld ? StillHeld(command.Symbol) : $"no hold was active. {StillHeld(command.Symbol)}".TrimEnd());
    }

    private void Kill(CommandEntry entry)
    {
        CommandReceived command = entry.Received;
        Hold(HoldKind.Killed, command);
        foreach (CommandEntry flatten in journal.Ledger.Commands.Open.Where(other => other.Received.Kind == CommandKinds.Flatten && Covers(command.Symbol, other.Received.Symbol)).ToArray())
            End(flatten, false, $"ended by kill {entry.CommandId}; positions may remain");
        parents.Start(() => SweepForKillAsync(entry, _life.Token));
    }

    private async Task SweepForKillAsync(CommandEntry entry, CancellationToken cancel)
    {
        int found = await sweep.SweepAsync(entry.Received.Symbol, untilNone: true, () => journal.Ledger.Safety.IsHeld(HoldKind.Killed, entry.Received.Symbol), cancel);
        End(entry, true, found < 0 ? "revived before every open order was cancelled" : $"{found} open orders cancelled, none remain");
    }

    private void Flatten(CommandEntry entry)
    {
        if (journal.Ledger.Safety.WhyKilled(entry.Received.Symbol) is { Length: > 0 } killed)
        {
            End(entry, false, $"{killed}: no order can be sent, revive first");
            return;
        }

        Hold(HoldKind.Paused, entry.Received);
        FlattenAsked?.Invoke();
    }

    private string WhyFlattening(string symbol) =>
        journal.Ledger.Commands.Open.FirstOrDefault(other => other.Received.Kind == CommandKinds.Flatten && Overlap(other.Received.Symbol, symbol)) is { } flatten
            ? $"flatten {flatten.CommandId} is in progress: wait for its end, or end it with kill"
            : "";

    private async Task CancelAsync(CommandEntry entry, CancellationToken cancel)
    {
        string symbol = entry.Received.Symbol;
        if (WhyFlattening(symbol) is { Length: > 0 } flattening)
        {
            End(entry, false, flattening);
            return;
        }

        ParentOrder[] working = [.. journal.Ledger.OpenParents.Where(parent => parent.Terms.IsTrade && Covers(symbol, parent.Symbol))];
        foreach (ParentOrder parent in working)
            parents.Stop(parent, $"cancelled by {entry.Received.By}");
        int found = await sweep.SweepAsync(symbol, untilNone: false, () => entry.End is null, cancel);
        await Task.WhenAll(working.Select(parents.EndOf));
        End(entry, true, $"{working.Length} parents ended, {found} open orders cancelled, none remain");
    }

    private void EndWithVerdict(CommandEntry entry, CommandVerdict verdict)
    {
        parents.WakeAll();
        End(entry, verdict.Done, verdict.Done ? $"{verdict.Detail}. {StillHeld("")}".TrimEnd(' ', '.') : verdict.Detail);
    }

    /// <summary>False when the hold is already active.</summary>
    private bool Hold(HoldKind kind, CommandReceived command)
    {
        if (journal.Ledger.Safety.IsHeld(kind, command.Symbol))
            return false;
        journal.Record(new HoldSet(Now_ms, kind, command.Symbol, command.By, command.Reason));
        RecallOrders();
        return true;
    }

    private bool Release(HoldKind kind, CommandReceived command)
    {
        if (!journal.Ledger.Safety.IsHeld(kind, command.Symbol))
            return false;
        journal.Record(new HoldEnded(Now_ms, kind, command.Symbol, command.By, command.Reason));
        parents.WakeAll();
        return true;
    }

    /// <summary>Recalls orders that are not sent yet, and wakes every parent to check again what it may send.</summary>
    private void RecallOrders()
    {
        orders.Recall();
        parents.WakeAll();
    }

    private string StillHeld(string symbol)
    {
        string[] still =
        [
            .. journal.Ledger.Safety.Holds.Where(hold => Overlap(hold.Symbol, symbol)).Select(hold => $"{(hold.Symbol.Length == 0 ? "the account" : hold.Symbol)} is {SafetyState.Spell(hold.Kind)}"),
            .. journal.Ledger.Safety.Latches.Select(latch => $"{latch.Rule} waits for a reset"),
        ];
        return still.Length == 0 ? "" : $"still held: {string.Join(", ", still)}";
    }

    /// <summary>True when the symbol is in the scope; the account as scope covers every symbol.</summary>
    private static bool Covers(string scope, string symbol) => scope.Length == 0 || scope == symbol;

    private static bool Overlap(string one, string other) => Covers(one, other) || Covers(other, one);
}
