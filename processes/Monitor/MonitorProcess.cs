using Microsoft.Extensions.Logging;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;
using Platform.Monitor.Feeds;
using Platform.Monitor.Http;
using Platform.Monitor.Live;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Monitor;

/// <summary>The monitor: boards fed by one loop, and the page's port over them.</summary>
internal sealed partial class MonitorProcess : IPlatformProcess
{
    private const int OrdersMax = 5_000;
    private const int RunsMax = 1_000;

    private readonly ProcessContext _context;
    private readonly ILogger _log;
    private readonly MonitorLoop _loop;
    private readonly EquityLedger _equity;
    private readonly IReadOnlyList<string> _accounts;
    private readonly List<ExecutorFeed> _executors = [];
    private readonly MetricsFeed _metrics;
    private readonly PageServer _server;

    public MonitorProcess(ProcessContext context)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<MonitorProcess>();
        MonitorOptions options = context.Configuration.Monitor;
        _accounts = [.. context.Configuration.Accounts.Where(account => account.Enabled).Select(account => account.Id)];
        _equity = new EquityLedger(context.Paths.EquityCurve, options.EquitySample_ms, options.EquityPointsMax);
        var run = new MonitorRun(
            context.Configuration.Mode.ToString().ToLowerInvariant(), context.Configuration.DryRun, context.Anchor.Speed, _accounts, context.Clock.NowMilliseconds);
        var view = new MonitorView(
            new ProcessBoard(new CpuShare(context.RealTime)), new AccountBoard(), new RunBoard(RunsMax, context.Anchor), new OrderBoard(OrdersMax), _equity, new AlertBoard(), run);
        var hub = new PageHub(options.PagesMax, options.PageQueueEvents);
        var feed = new PageFeed(view, hub);
        var watch = new AlertWatch(options.AlertSamples, options.AlertClearShare, options.AlertRepeat_min * UnixTime.MillisecondsPerMinute);
        _loop = new MonitorLoop(view, feed, watch, new AccountReadings(options), Publish, context.Clock, context.RealTime, context.Loggers.CreateLogger<MonitorLoop>());
        _metrics = new MetricsFeed(context);
        var routes = new ApiRoutes(
            new ApiReads(view), hub, feed, context.Access.Token, PageFiles.Read(context.Paths.Web), new CommandClient(context.Coordinator, context.RealTime), _metrics.ReadAsync);
        _server = new PageServer(context.Addresses.Listen(context.Addresses.MonitorPort), context.Access.Certificate, routes.HandleAsync, context.Loggers.CreateLogger<PageServer>());
        context.Metrics.Gauge("platform_monitor_pages", "Pages that follow the event stream", () => hub.Count);
        context.Metrics.Gauge("platform_monitor_dropped_updates", "Updates that found the monitor's queue full", () => _loop.Dropped);
    }

    public (ProcessState State, string Detail) Health => (ProcessState.Running, "");

    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (Fault fault in _equity.Load(_accounts, _context.Clock.NowMilliseconds()))
            CurveSetAside(fault.Message);
        foreach (string account in _accounts)
            _executors.Add(new ExecutorFeed(_context, account, _loop));
        foreach (string process in new[] { "data", "strategy", "coordinator" })
            _context.Subscribe(process).Subscribe(BusTopics.Alert, seen => _loop.Put(new AlertSeen(seen.Value)));
        if ((await _server.StartAsync(cancel)).Fault is { } fault2)
            throw new StartFault(fault2);
    }

    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(
        [_loop.RunAsync(cancel), new CoordinatorFeed(_context.Coordinator, _loop, _context.RealTime).RunAsync(cancel), .. _executors.Select(executor => executor.RunAsync(cancel))]);

    public async Task StopAsync(CancellationToken cancel)
    {
        _loop.Save();
        await _server.StopAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        _executors.ForEach(executor => executor.Dispose());
        _metrics.Dispose();
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Publish(Alert alert) => _context.Bus.Publish(
        BusTopics.Alert.Of("monitor"),
        new AlertEvent
        {
            Id = alert.Id,
            Source = alert.Source,
            Severity = alert.Severity.ToString().ToLowerInvariant(),
            Subject = alert.Subject,
            Message = alert.Message,
            Active = alert.Active,
            AtMs = alert.At_ms,
        },
        exchangeTime_ms: 0);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}")]
    private partial void CurveSetAside(string why);
}
