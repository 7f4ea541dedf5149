using Microsoft.Extensions.Logging;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Hosting.Control;
using Platform.Hosting.Life;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>
/// Reports every closed run to the coordinator until it is acknowledged, across restarts of both; the journal records which were
/// acknowledged.
/// </summary>
internal sealed class ExecutionReporter
{
    private readonly AccountExecutor _executor;
    private readonly string _account;
    private readonly ReportOutbox<ExecutedReport> _outbox;

    public ExecutionReporter(ProcessContext context, AccountExecutor executor)
    {
        (_executor, _account) = (executor, context.Account);
        _outbox = new ReportOutbox<ExecutedReport>(
            "run", (report, options) => context.Coordinator.ReportExecutedAsync(report, options).ResponseAsync,
            (report, _) => executor.RecordAsync(at_ms => new RunReported(at_ms, report.RunId)), context.Alerts, context.RealTime, context.Loggers.CreateLogger<ExecutionReporter>());
    }

    public void Add(RunOutcome outcome) => _outbox.Add(Describe(outcome));

    /// <summary>Reports the runs that an earlier process did not.</summary>
    public async Task AddUnreportedAsync()
    {
        foreach (ExecutedReport report in await _executor.AskAsync(ledger => ledger.Runs
            .Where(run => run is { IsClosed: true, IsReported: false, Kind: RunKind.Trade }).Select(run => Describe(new RunOutcome(run, 0, 0))).ToArray()))
            _outbox.Add(report);
    }

    public Task RunAsync(CancellationToken cancel) => _outbox.RunAsync(cancel);

    private ExecutedReport Describe(RunOutcome outcome) => new()
    {
        Label = outcome.Run.Label,
        RunId = outcome.Run.RunId,
        Account = _account,
        Parents = outcome.Run.Parents.Count,
        Orders = outcome.Run.Parents.Sum(parent => parent.Children.Count),
        PlannedNotional = outcome.Run.PlannedNotional.ToString(),
        FilledNotional = outcome.Run.FilledNotional.ToString(),
        ResidualNotional = outcome.Run.ResidualNotional.ToString(),
        StartedAtMs = outcome.Run.Opened_ms,
        LastAckAtMs = outcome.LastAck_ms,
        FinishedAtMs = outcome.Run.Closed_ms,
        WallLastAckMs = outcome.WallLastAck_ms,
        Detail = outcome.Run.Detail,
    };
}
