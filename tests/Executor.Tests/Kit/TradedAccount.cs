using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Execution;
using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Executor.Accounts;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Paper;
using Platform.Executor.Planning;
using Platform.Executor.Recording;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Waiting;

namespace Platform.Executor.Tests.Kit;

/// <summary>One life of an account's executor against a venue: opened on a journal folder, driven by targets, ended in order or not.</summary>
internal sealed class TradedAccount : IAsyncDisposable
{
    public const string Account = "account1";

    private readonly CancellationTokenSource _stop = new();
    private readonly BinanceRest _rest;
    private readonly Task _running;

    private TradedAccount(BinanceRest rest, LocalWeightGate gate, AccountExecutor executor, AccountRecorder recorder, AccountJournal journal, AlertPublisher alerts)
    {
        (_rest, Gate, AccountExecutor, Recorder, Journal, Alerts) = (rest, gate, executor, recorder, journal, alerts);
        _running = executor.RunAsync(_stop.Token);
    }

    /// <summary>The request budget of this executor.</summary>
    public LocalWeightGate Gate { get; }

    public AccountExecutor AccountExecutor { get; }

    /// <summary>Writes what the test asks it to write; it has no interval here.</summary>
    public AccountRecorder Recorder { get; }

    public AccountJournal Journal { get; }

    public AlertPublisher Alerts { get; }

    /// <summary>Ends when the executor does, with what ended it.</summary>
    public Task Running => _running;

    /// <param name="crashAfter">The executor breaks right after this many facts of this life, before they are flushed; 0 for never.</param>
    public static Task<TradedAccount> OpenAsync(
        OneAccountVenue venue, string folder, RiskOptions? risk = null, bool dryRun = false, int crashAfter = 0, ParentSettings? execution = null, WeightGateOptions? limits = null, TimeSpan? reconcileEvery = null) =>
        OpenAsync(venue.Endpoints, new ApiKey("key", "secret"), folder, risk, dryRun, crashAfter, execution?.Clock, execution, limits, reconcileEvery);

    public static async Task<TradedAccount> OpenAsync(
        BinanceEndpoints endpoints, ApiKey key, string folder, RiskOptions? risk = null, bool dryRun = false, int crashAfter = 0, VirtualClock? virtualClock = null, ParentSettings? execution = null, WeightGateOptions? limits = null, TimeSpan? reconcileEvery = null)
    {
        TimeProvider clock = virtualClock ?? TimeProvider.System;
        BinanceRestOptions options = BinanceRestOptions.ForSpeed(virtualClock?.Anchor.Speed ?? 1) with { TimeLimit = TimeSpan.FromSeconds(5) };
        var gate = new LocalWeightGate(clock, limits ?? new WeightGateOptions(WeightPerMinute: 1_000_000));
        BinanceRest rest = dryRun ? new BinanceRest(endpoints, options, gate, clock, TimeProvider.System, key) : new BinanceTradingRest(endpoints, options, gate, clock, TimeProvider.System, key);
        var alerts = new AlertPublisher($"executor-{Account}", _ => { }, clock, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        AccountSetup setup = SetupOf(rest, GatewayOf(rest, folder, clock), alerts, clock, risk, execution);
        setup = setup with { ReconcileEvery = reconcileEvery ?? setup.ReconcileEvery };
        RecordedAccount recorded = RecordedAccount.Open(new RecordedFolders(folder, Path.Combine(folder, "accounting"), WaitForDisk: false), Account, rest, dryRun, clock).Value;
        AccountJournal journal = recorded.Journal;
        int facts = 0;
        if (crashAfter > 0)
        {
            journal.Applied += _ =>
            {
                if (++facts >= crashAfter)
                    throw new CrashException();
            };
        }

        var executor = new AccountExecutor(setup, journal);
        var recorder = new AccountRecorder(recorded, executor, alerts, clock, TimeProvider.System);
        executor.Seen += recorder.Saw;
        await Eventually.AnswerAsync(executor.StartAsync(CancellationToken.None));
        var account = new TradedAccount(rest, gate, executor, recorder, journal, alerts);
        await Eventually.TrueAsync(() => executor.Events.IsUp || account._running.IsCompleted);
        return account;
    }

    /// <summary>Live with a session that trades; on paper, with its ledger in the folder, with one that reads.</summary>
    public static IOrderGateway GatewayOf(BinanceRest rest, string folder, TimeProvider clock) => rest is BinanceTradingRest trading
        ? new LiveOrderGateway(trading, TimeSpan.FromMilliseconds(50), clock)
        : new PaperOrderGateway(rest, PaperLedger.Open(folder, Account, waitForDisk: false).Value, new PaperRules(20, (long)(5_000 * SpeedOf(clock))), clock);

    /// <summary>What an account of a test is built from.</summary>
    public static AccountSetup SetupOf(BinanceRest rest, IOrderGateway gateway, AlertPublisher alerts, TimeProvider clock, RiskOptions? risk = null, ParentSettings? execution = null) => new(
        Account, rest, gateway, new StreamOptions(), new ContractTerms(false, MarginType.Crossed, 20),
        new PlanRules(new DeltaRules(), 1, false, risk ?? NoQuoteAge), new RunRules(Account, 240_000, clock, TimeProvider.System),
        ParentRules.Of(execution?.Options ?? new ExecutionOptions(), risk ?? NoQuoteAge, null), execution?.Volumes ?? new KnownVolumes([]),
        new OrderRetryPolicy(TimeSpan.FromMilliseconds(50), 100, 8), 600_000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(execution?.Options.DeadManSwitch_s ?? 0), SpeedOf(clock), alerts, clock, TimeProvider.System);

    /// <summary>On a clock that runs fast the delay of an answer alone is minutes.</summary>
    private static RiskOptions NoQuoteAge { get; } = new() { QuoteAgeMax_ms = 0 };

    private static double SpeedOf(TimeProvider clock) => clock is VirtualClock { Anchor.Speed: var speed } ? speed : 1;

    /// <summary>Trades to the weights and returns when the run is closed, or the executor crashed.</summary>
    public Task<ExecutionRun?> TradeAsync(string label, params (string Symbol, double Weight)[] weights) => EndOfAsync(Offer(label, weights));

    /// <summary>Asks for a run to the weights; its id.</summary>
    public string Offer(string label, params (string Symbol, double Weight)[] weights)
    {
        var targets = new TargetDocument(TargetDocument.CurrentSchema, Account, label, $"{label}-r0", 0, "", [.. weights.Select(weight => new TargetWeight(weight.Symbol, "", weight.Weight))], new Dictionary<string, SortedDictionary<string, double>>());
        AccountExecutor.Offer(new RunRequest(targets.RunId, label, RunKind.Trade, snapshot => AccountExecutor.PlanFor(targets, snapshot)));
        return targets.RunId;
    }

    public async Task<ExecutionRun?> EndOfAsync(string runId)
    {
        ExecutionRun? run = null;
        await Eventually.TrueAsync(() => _running.IsCompleted || (run = FindClosed(runId)) is not null);
        return run;
    }

    /// <summary>Gives the operator's next command; returns when it is received.</summary>
    public async Task<string> CommandAsync(string kind, string symbol = "", string reason = "", string setting = "", string value = "")
    {
        long sequence = 1 + Math.Max(0, await AccountExecutor.AskAsync(ledger => ledger.Commands.Cursor));
        var command = new CommandReceived(0, sequence, $"{kind}-{sequence}", kind, symbol, "test", reason, setting, value);
        await AccountExecutor.TakeAsync(command);
        return command.CommandId;
    }

    /// <summary>Gives a command and returns how it ended.</summary>
    public async Task<CommandEnded> DoAsync(string kind, string symbol = "", string reason = "", string setting = "", string value = "") =>
        await EndOfCommandAsync(await CommandAsync(kind, symbol, reason, setting, value));

    public async Task<CommandEnded> EndOfCommandAsync(string commandId)
    {
        CommandEnded? end = null;
        await Eventually.TrueAsync(() => (end = AccountExecutor.AskAsync(ledger => ledger.Commands.Find(commandId)?.End).Result) is not null);
        return end!;
    }

    /// <summary>Ends without flushing: what was not on disk is lost, as in a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
            await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        AccountExecutor.Dispose();
        await Recorder.CloseAsync();
        _rest.Dispose();
    }

    private ExecutionRun? FindClosed(string runId)
    {
        Task<ExecutionRun?> asked = AccountExecutor.AskAsync(ledger => ledger.FindRun(runId));
        // A executor that broke answers nothing any more.
        return Task.WhenAny(asked, Task.Delay(1_000)).Result == asked && asked.IsCompletedSuccessfully && asked.Result is { IsClosed: true } run ? run : null;
    }
}

/// <summary>The test's stand-in for a kill at one fact.</summary>
internal sealed class CrashException() : Exception("killed here by the test");

/// <summary>How parents are worked in a test.</summary>
internal sealed record ParentSettings(ExecutionOptions Options, VirtualClock? Clock = null, IVolumeHistory? Volumes = null)
{
    /// <summary>A clock that begins now and runs that many times faster.</summary>
    public static VirtualClock ClockAt(double speed)
    {
        long now_ms = TimeProvider.System.NowMilliseconds();
        return new VirtualClock(new ClockAnchor(now_ms, now_ms, speed));
    }
}

/// <summary>Stored volumes that a test gives.</summary>
internal sealed class KnownVolumes(IReadOnlyList<WindowVolume> windows) : IVolumeHistory
{
    public Task<Result<IReadOnlyList<WindowVolume>>> ReadAsync(string symbol, long from_ms, long to_ms, CancellationToken cancel) =>
        Task.FromResult(Result<IReadOnlyList<WindowVolume>>.Ok([.. windows.Where(window => window.OpenTime_ms >= from_ms && window.OpenTime_ms < to_ms)]));
}
