using Microsoft.Extensions.Logging;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Alerts;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;
using Platform.Monitor.Feeds;
using Platform.Monitor.Http;
using Platform.Monitor.Live;
using Platform.Monitor.Records;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Monitor;

/// <summary>Composition root of the monitor: boards written by one loop, and the page's HTTP port that reads them.</summary>
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
    private readonly ExecutorQueries _queries;
    private readonly RecordedAccounts _recorded;
    private readonly ReportWriter _reports;
    private readonly AlertBoard _alertBoard;
    private readonly AlertWatch _watch;
    private AlertFeed? _alerts;
    private CoordinatorFeed? _coordinator;
    private readonly PageServer _server;

    public MonitorProcess(ProcessContext context)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<MonitorProcess>();
        MonitorOptions options = context.Configuration.Monitor;
        _accounts = [.. context.Configuration.Accounts.Where(account => account.Enabled).Select(account => account.Id)];
        _equity = new EquityLedger(context.Paths.EquityCurve, options.EquitySample_ms, options.EquityPointsMax);
        _alertBoard = new AlertBoard(Path.Combine(context.Paths.Ledger, "monitor_alerts.json"));
        var run = new MonitorRun(
            context.Configuration.Mode.ToString().ToLowerInvariant(), context.Configuration.DryRun, context.Anchor.Speed, _accounts, context.Clock.NowMilliseconds);
        var view = new MonitorView(
            new ProcessBoard(new CpuShare(context.RealTime)), new AccountBoard(), new RunBoard(RunsMax, context.Anchor), new OrderBoard(OrdersMax), new ParentBoard(), _equity, _alertBoard, new CommandBoard(), run);
        var hub = new PageHub(options.PagesMax, options.PageQueueEvents);
        var feed = new PageFeed(view, hub);
        _watch = new AlertWatch(options.AlertSamples, options.AlertClearShare, context.Alerts);
        _loop = new MonitorLoop(view, feed, _watch, new AccountReadings(options, _equity), context.RealTime, context.Loggers.CreateLogger<MonitorLoop>());
        _metrics = new MetricsFeed(context);
        _queries = new ExecutorQueries(context, _accounts);
        _recorded = new RecordedAccounts(context.Paths, context.Configuration.DryRun, context.Clock);
        _reports = new ReportWriter(_recorded, _accounts, context.Alerts, context.RealTime, context.Loggers.CreateLogger<ReportWriter>());
        var routes = new ApiRoutes(
            new ApiReads(view, new RecordReads(_queries, _recorded, _accounts)), feed, context.Access.Token, PageFiles.Read(context.Paths.Web), new CommandClient(context.Coordinator, context.RealTime), _metrics.ReadAsync);
        _server = new PageServer(context.Addresses.Listen(context.Addresses.MonitorPort), context.Access.Certificate, routes.HandleAsync, context.Loggers.CreateLogger<PageServer>());
        context.Metrics.Gauge("platform_monitor_pages", "Pages connected to the event stream", () => hub.Count);
        context.Metrics.Gauge("platform_monitor_dropped_updates", "Updates dropped because the monitor's queue was full", () => _loop.Dropped);
    }

    public (ProcessState State, string Detail) Health => (ProcessState.Running, "");

    public async Task StartAsync(CancellationToken cancel)
    {
        IReadOnlyList<Fault> unread = _equity.Load(_accounts, _context.Clock.NowMilliseconds());
        RestoreAlerts();
        foreach (Fault fault in unread)
            _context.Alerts.RaiseIncident("equity.set_aside", AlertSeverity.Warning, fault.Message);
        foreach (string account in _accounts)
            _executors.Add(new ExecutorFeed(_context, account, _loop));
        _alerts = new AlertFeed(_context, _accounts, _loop);
        _coordinator = new CoordinatorFeed(_context, _loop);
        _context.Subscribe("data").Subscribe(BusTopics.DataHealth, seen => _loop.Put(new DataHealthSeen(seen.Value)));
        if ((await _server.StartAsync(cancel)).Fault is { } fault2)
            throw new StartFault(fault2);
    }

    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(
        [_loop.RunAsync(cancel), _reports.RunAsync(cancel), _alerts!.RunAsync(cancel), _coordinator!.RunAsync(cancel), .. _executors.Select(executor => executor.RunAsync(cancel))]);

    public async Task StopAsync(CancellationToken cancel)
    {
        _loop.Save();
        await _server.StopAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        _executors.ForEach(executor => executor.Dispose());
        _queries.Dispose();
        _recorded.Dispose();
        _metrics.Dispose();
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Alerts of this process go directly to its loop; earlier active alerts are restored if their account still exists.</summary>
    private void RestoreAlerts()
    {
        if (_alertBoard.Load() is { } fault)
            FileSetAside(fault.Message);
        _context.Alerts.Changed += alert => _loop.Put(new OwnAlert(alert));
        _watch.Restore([.. _alertBoard.Alerts.Where(alert => _accounts.Any(account => alert.Subject.StartsWith($"{account} ", StringComparison.Ordinal)))]);
        _alertBoard.Replace(_context.Alerts.Source, _context.Alerts.Standing, _context.Clock.NowMilliseconds());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}")]
    private partial void FileSetAside(string why);
}
