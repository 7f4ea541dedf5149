using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Alerts;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Live;
using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Feeds;

/// <summary>
/// The only writer of every board: takes updates in order, changes boards, samples equity and readings, and marks the parts that pages
/// must receive.
/// </summary>
internal sealed partial class MonitorLoop(
    MonitorView view, PageFeed pages, AlertWatch watch, AccountReadings readings, TimeProvider realTime, ILogger log)
{
    private const int QueueMax = 50_000;
    private static readonly TimeSpan s_pageInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_sampleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromSeconds(10);

    private readonly Channel<MonitorUpdate> _updates = Channel.CreateBounded<MonitorUpdate>(new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private long _dropped;
    private bool _saveFailed;

    /// <summary>Updates dropped because the queue was full; each source sends its complete state again soon after.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Queues an update. Any thread; never waits.</summary>
    public void Put(MonitorUpdate update)
    {
        if (!_updates.Writer.TryWrite(update))
            Interlocked.Increment(ref _dropped);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_pageInterval, realTime);
        long sampled = realTime.GetTimestamp(), saved = sampled;
        while (await timer.WaitForNextTickAsync(cancel))
        {
            while (_updates.Reader.TryRead(out MonitorUpdate? update))
                Apply(update);
            if (realTime.GetElapsedTime(sampled) >= s_sampleInterval)
            {
                sampled = realTime.GetTimestamp();
                Evaluate();
                SaveAlerts();
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
            NotSaved(fault.Message);
        SaveAlerts();
    }

    private void SaveAlerts()
    {
        Fault? fault = view.Alerts.Save();
        if (fault is not null && !_saveFailed)
            NotSaved(fault.Message);
        _saveFailed = fault is not null;
    }

    private void Mark(bool alertsChanged)
    {
        if (alertsChanged)
            pages.Mark(PageParts.Alerts);
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
            case ParentsSeen seen when view.Parents.Apply(seen.Account, seen.Open):
                pages.Mark(PageParts.Parents);
                break;
            case FillSeen seen:
                pages.NoteFill(new FillNotice(seen.Fill.Account, seen.Fill.Symbol, seen.Fill.AtMs));
                break;
            case AlertSeen seen:
                Mark(view.Alerts.Apply(Alert.FromWire(seen.Alert)));
                break;
            case AlertsSeen all:
                Mark(view.Alerts.Replace(all.Alerts.Source, [.. all.Alerts.Alerts.Select(Alert.FromWire)], all.Alerts.AsOfMs));
                break;
            case OwnAlert own:
                Mark(view.Alerts.Apply(own.Alert));
                break;
            case ProcessesSeen seen:
                view.ProcessBoard.Apply(seen.Processes, realTime.GetTimestamp());
                pages.Mark(PageParts.Processes);
                break;
            case DataHealthSeen seen:
                view.ProcessBoard.Apply(seen.Health);
                pages.Mark(PageParts.Processes);
                break;
            case RunsSeen seen when view.Runs.Apply(seen.Runs.Runs):
                pages.Mark(PageParts.Runs);
                break;
            case CommandsSeen seen when view.Commands.Apply(seen.Commands):
                pages.Mark(PageParts.Commands);
                break;
            case CoordinatorSilent silent:
                view.ProcessBoard.Unreachable(silent.Why);
                pages.Mark(PageParts.Processes);
                break;
        }
    }

    private void Evaluate()
    {
        foreach (Reading reading in view.Accounts.Views().SelectMany(readings.Of).Append(CoordinatorReading()))
            watch.Sample(reading);
    }

    /// <summary>Raises an alert when the coordinator is lost: it reports every other lost process, but none reports it.</summary>
    private Reading CoordinatorReading() => new(
        "coordinator", view.ProcessBoard.CoordinatorSilence is null ? 0 : 1, null, 0.5, $"the coordinator is lost: {view.ProcessBoard.CoordinatorSilence}");

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}")]
    private partial void NotSaved(string why);
}
