using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;
using Platform.Monitor.Rows;

namespace Platform.Monitor.Live;

/// <summary>Everything that the HTTP side reads, in one object; read-only.</summary>
internal sealed record MonitorView(
    ProcessBoard ProcessBoard, AccountBoard Accounts, RunBoard Runs, OrderBoard Orders, ParentBoard Parents, EquityLedger Equity, AlertBoard Alerts, CommandBoard Commands, MonitorRun Run)
{
    public IReadOnlyList<string> AccountNames => Run.Accounts;

    public bool HasAccount(string account) => Run.Accounts.Contains(account);

    public IReadOnlyList<AlertRow> AlertRows() => [.. Alerts.Alerts.Select(AlertRow.Of)];

    public ProcessesReply Processes() => new(
        Run.Mode, Run.DryRun, Run.Now_ms(), Run.Speed, ProcessBoard.Paused, ProcessBoard.Killed, ProcessBoard.Data, ProcessBoard.Rows());
}

/// <summary>The settings that do not change while this monitor runs.</summary>
internal sealed record MonitorRun(string Mode, bool DryRun, double Speed, IReadOnlyList<string> Accounts, Func<long> Now_ms);
