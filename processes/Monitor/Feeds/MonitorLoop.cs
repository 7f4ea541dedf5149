using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Live;
using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Monitor.Feeds;

/// <summary>The one writer of every board: takes updates in order, changes boards, samples equity, judges alerts and marks what pages must see.</summary>
internal sealed partial class MonitorLoop(
    MonitorView view, PageFeed pages, AlertWatch watch, AccountReadings readings, Action<Alert> publish, TimeProvider clock, TimeProvider realTime, ILogger log)
{
    private const int QueueMax = 50_000;
    private static readonly TimeSpan s_pageInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_evaluateInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromSeconds(10);

    private readonly Channel<MonitorUpdate> _updates = Channel.CreateBounded<MonitorUpdate>(new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private long _dropped;

    /// <summary>Updates that found the queue full; each source repeats its whole state soon after.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Any thread may put; it never waits.</summary>
    public void Put(MonitorUpdate update)
    {
        if (!_updates.Writer.TryWrite(update))
            Interlocked.Increment(ref _dropped);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_pageInterval, realTime);
        long judged = realTime.GetTimestamp(), saved = judged;
        while (await timer.WaitForNextTickAsync(cancel))
        {
            while (_updates.Reader.TryRead(out MonitorUpdate? update))
                Apply(update);
            if (realTime.GetElapsedTime(judged) >= s_evaluateInterval)
            {
                judged = realTime.GetTimestamp();
                Evaluate();
            }

            if (realTime.GetElapsedTime(saved) >= s_saveInterval)
            {
                saved = realTime.GetTimestamp();
                Save();
            }

            pages.SendChanges();
        }
    }

    public void Save()
    {
        foreach (Fault fault in view.Equity.Save())
            CurveNotSaved(fault.Message);
    }

    private void Apply(MonitorUpdate update)
    {
        switch (update)
        {
            case AccountSeen seen:
                view.Accounts.Apply(seen.Account);
                if (view.Equity.Sample(seen.Account) is { } point)
                    pages.SendPoint(point);
                pages.Mark(PageParts.Accounts);
                break;
            case OrderSeen seen:
                view.Orders.Apply(seen.Order);
                pages.Mark(PageParts.Orders);
                break;
            case AlertSeen seen:
                view.Alerts.Apply(FromWire(seen.Alert));
                pages.Mark(PageParts.Alerts);
                break;
            case ProcessesSeen seen:
                view.ProcessBoard.Apply(seen.Processes, realTime.GetTimestamp());
                pages.Mark(PageParts.Processes);
                break;
            case RunsSeen seen when view.Runs.Apply(seen.Runs.Runs):
                pages.Mark(PageParts.Runs);
                break;
            case CoordinatorSilent silent:
                view.ProcessBoard.Unreachable(silent.Why);
                pages.Mark(PageParts.Processes);
                break;
        }
    }

    private void Evaluate()
    {
        long now_ms = clock.NowMilliseconds();
        IEnumerable<Reading> all = view.Accounts.Views().SelectMany(readings.Of).Concat(ProcessReadings());
        foreach (Alert alert in all.Select(reading => watch.Sample(reading, now_ms)).OfType<Alert>())
        {
            view.Alerts.Apply(alert);
            pages.Mark(PageParts.Alerts);
            publish(alert);
            if (alert.Active)
                Raised(alert.Severity, alert.Subject, alert.Message);
        }
    }

    private IEnumerable<Reading> ProcessReadings() => view.ProcessBoard.Rows().Select(row => new Reading(
        $"{row.Process} {row.Account}".TrimEnd(), row.State is "lost" ? 1 : 0, null, 0.5, $"the process is lost: {(row.Detail.Length > 0 ? row.Detail : "no heartbeat")}"));

    private static Alert FromWire(Platform.Wire.V1.AlertEvent alert) => new(
        alert.Id, alert.Source, Enum.TryParse(alert.Severity, ignoreCase: true, out Severity severity) ? severity : Severity.Warning, alert.Subject, alert.Message, alert.Active, alert.AtMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Severity} alert: {Subject}: {What}")]
    private partial void Raised(Severity severity, string subject, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}")]
    private partial void CurveNotSaved(string why);
}
