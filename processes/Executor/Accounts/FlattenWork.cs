using System.Globalization;
using Platform.Contracts;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Accounts;

/// <summary>Rules for closing positions on command.</summary>
/// <param name="SlippageFirst_bps">Distance from the arrival price in the first round; it doubles with every round.</param>
internal sealed record FlattenRules(PlanRules Plan, double SlippageFirst_bps, AlertPublisher Alerts, TimeProvider RealTime);

/// <summary>
/// Closes positions while a flatten command is in progress. Each round stops parents, cancels open orders, reads the positions and closes
/// them with limits that widen from round to round. The command ends when the account is flat; until then it reports what remains. A
/// restart continues from the positions at the exchange. Runs on the account's context.
/// </summary>
internal sealed class FlattenWork(AccountJournal journal, CommandWork commands, AccountReader reader, RunWork runs, OrderSweep sweep, FlattenRules rules)
{
    private const string Subject = "flatten";

    /// <summary>Widest distance from the arrival price; beyond it, an exchange's price band rejects the order.</summary>
    private const double SlippageMost_bps = 450;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _asked = New();

    /// <summary>Rounds of each command so far, so that each round has a run id of its own.</summary>
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);

    /// <summary>Signals that a flatten command was given.</summary>
    public void Wake() => _asked.TrySetResult();

    public async Task RunAsync(CancellationToken cancel)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            CommandEntry[] open = [.. Open];
            if (open.Length == 0)
            {
                rules.Alerts.Clear(Subject);
                pause = s_firstPause;
                _asked = New();
                await _asked.Task.WaitAsync(cancel);
                continue;
            }

            string left = await RoundAsync(open, cancel);
            rules.Alerts.Set(Subject, left.Length > 0, AlertSeverity.Critical, $"not flat yet; closing is retried; remaining: {left}");
            if (left.Length == 0)
                continue;
            foreach (CommandEntry entry in open.Where(entry => entry.End is null))
                commands.Report(entry, $"remaining: {left}");
            await Task.Delay(pause, rules.RealTime, cancel);
            pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
        }
    }

    private IEnumerable<CommandEntry> Open => journal.Ledger.Commands.Open.Where(entry => entry.Received.Kind == CommandKinds.Flatten);

    /// <summary>Executes one round for all commands in progress; returns what remains, empty when everything in their scopes is flat.</summary>
    private async Task<string> RoundAsync(CommandEntry[] open, CancellationToken cancel)
    {
        bool IsWanted(string symbol) => open.Any(entry => entry.End is null && entry.Received.Symbol is var scope && (scope.Length == 0 || scope == symbol));
        await runs.StopAsync(journal.Ledger.OpenParents.Where(parent => IsWanted(parent.Symbol)), $"superseded by flatten {open[^1].CommandId}");
        foreach (string scope in open.Select(entry => entry.Received.Symbol).Distinct(StringComparer.Ordinal))
            await sweep.SweepAsync(scope, untilNone: true, () => open.Any(entry => entry.End is null && entry.Received.Symbol == scope), cancel);
        Result<PlanningSnapshot> read = await reader.ReadAsync(cancel);
        if (!read.IsOk)
            return read.Fault.Message;
        if (EndFlat(open, read.Value))
            return "";
        await CloseAsync(open, IsWanted, cancel);
        read = await reader.ReadAsync(cancel);
        return !read.IsOk ? read.Fault.Message : EndFlat(open, read.Value) ? "" : string.Join(", ", HeldOf(read.Value).Where(row => IsWanted(row.Symbol)).Select(row => $"{row.Symbol} {row.Quantity}"));
    }

    private async Task CloseAsync(CommandEntry[] open, Func<string, bool> isWanted, CancellationToken cancel)
    {
        string commandId = open.First(entry => entry.End is null).CommandId;
        string runId = NextRunId(commandId, out int round);
        double slippage_bps = Math.Max(rules.SlippageFirst_bps, Math.Min(SlippageMost_bps, rules.SlippageFirst_bps * Math.Pow(2, Math.Min(round, 10))));
        await runs.ExecuteAsync(RunRequest.Flatten(runId, snapshot => RunPlanner.Flatten(snapshot, isWanted, rules.Plan), slippage_bps), cancel);
        if (journal.Ledger.FindRun(runId) is { } run)
            await runs.EndOf(run);
    }

    /// <summary>Ends the commands whose scope has no position; true when no command is in progress.</summary>
    private bool EndFlat(CommandEntry[] open, PlanningSnapshot snapshot)
    {
        foreach (CommandEntry entry in open.Where(entry => entry.End is null))
        {
            if (!HeldOf(snapshot).Any(row => entry.Received.Symbol.Length == 0 || row.Symbol == entry.Received.Symbol))
                commands.End(entry, true, "flat; paused until a resume");
        }

        return open.All(entry => entry.End is not null);
    }

    private static IEnumerable<PositionRisk> HeldOf(PlanningSnapshot snapshot) => snapshot.Positions.Where(row => !row.Quantity.IsZero);

    private string NextRunId(string commandId, out int round)
    {
        for (round = _rounds.GetValueOrDefault(commandId); ; round++)
        {
            string runId = string.Create(CultureInfo.InvariantCulture, $"flatten-{commandId}-{round}");
            if (journal.Ledger.FindRun(runId) is not null || journal.Ledger.IsClosed(runId))
                continue;
            _rounds[commandId] = round + 1;
            return runId;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
