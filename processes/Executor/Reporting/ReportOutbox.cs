using System.Threading.Channels;
using Grpc.Core;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>
/// Tells the coordinator of every finished run until it has taken it, over restarts of both. Reports wait in order; at the
/// bound the oldest is dropped, and told again at the next start because the journal knows it was not taken.
/// </summary>
internal sealed class ReportOutbox(Coordinator.CoordinatorClient coordinator, AccountExecutor executor, string account, TimeProvider realTime)
{
    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly Channel<ExecutedReport> _reports = Channel.CreateBounded<ExecutedReport>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Add(RunOutcome outcome) => _reports.Writer.TryWrite(Describe(outcome));

    /// <summary>Reports what an earlier life left unreported.</summary>
    public async Task AddUnreportedAsync()
    {
        foreach (ExecutedReport report in await executor.AskAsync(ledger => ledger.Runs
            .Where(run => run is { IsClosed: true, IsReported: false, Kind: RunKind.Trade }).Select(run => Describe(new RunOutcome(run, 0, 0))).ToArray()))
            _reports.Writer.TryWrite(report);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (ExecutedReport report in _reports.Reader.ReadAllAsync(cancel))
        {
            while (!await ReportAsync(report, cancel))
                await Task.Delay(s_again, realTime, cancel);
            await executor.RecordAsync(at_ms => new RunReported(at_ms, report.RunId));
        }
    }

    private async Task<bool> ReportAsync(ExecutedReport report, CancellationToken cancel)
    {
        try
        {
            await coordinator.ReportExecutedAsync(report, new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel));
            return true;
        }
        catch (RpcException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    private ExecutedReport Describe(RunOutcome outcome) => new()
    {
        Label = outcome.Run.Label,
        RunId = outcome.Run.RunId,
        Account = account,
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
