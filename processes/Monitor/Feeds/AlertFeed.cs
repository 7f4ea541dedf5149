using Grpc.Core;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>
/// Receives the alerts of every other process: each change from the bus, and every few seconds all active alerts by query. The queries
/// repair changes missed before the start or lost on the bus, and end alerts that are no longer active.
/// </summary>
internal sealed class AlertFeed
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly List<Inspection.InspectionClient> _processes = [];
    private readonly MonitorLoop _loop;
    private readonly TimeProvider _realTime;

    public AlertFeed(ProcessContext context, IEnumerable<string> accounts, MonitorLoop loop)
    {
        (_loop, _realTime) = (loop, context.RealTime);
        foreach ((string process, string account) in new[] { ("coordinator", ""), ("data", ""), ("strategy", "") }.Concat(accounts.Select(account => ("executor", account))))
        {
            context.Subscribe(process, account).Subscribe(BusTopics.Alert, seen => loop.Put(new AlertSeen(seen.Value)));
            _processes.Add(new Inspection.InspectionClient(context.Channel(process, account)));
        }
    }

    /// <summary>Queries until cancelled. Alerts of a process that does not answer stay unchanged.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, _realTime);
        do
            await Task.WhenAll(_processes.Select(process => AskAsync(process, cancel)));
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task AskAsync(Inspection.InspectionClient process, CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: _realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            _loop.Put(new AlertsSeen(await process.ListAlertsAsync(new ListAlertsRequest(), options)));
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            // The coordinator reports lost processes.
        }
    }
}
