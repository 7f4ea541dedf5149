using Platform.Analytics.Portfolio;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.TestKit.Waiting;

namespace Platform.Executor.Tests.Kit;

/// <summary>One life of an account's room against a venue: opened on a journal folder, driven by targets, ended in order or not.</summary>
internal sealed class TradedAccount : IAsyncDisposable
{
    public const string Account = "account1";

    private readonly CancellationTokenSource _stop = new();
    private readonly BinanceRest _rest;
    private readonly Task _running;

    private TradedAccount(BinanceRest rest, AccountExecutor executor, AccountJournal journal)
    {
        (_rest, AccountExecutor, Journal) = (rest, executor, journal);
        executor.Alerted += alert =>
        {
            lock (Alerts)
                Alerts.Add(alert);
        };
        _running = executor.RunAsync(_stop.Token);
    }

    public AccountExecutor AccountExecutor { get; }

    public AccountJournal Journal { get; }

    public List<AccountAlert> Alerts { get; } = [];

    /// <summary>Ends when the room does, with what ended it.</summary>
    public Task Running => _running;

    /// <param name="crashAfter">The room breaks right after this many facts of this life, before they are flushed; 0 for never.</param>
    public static Task<TradedAccount> OpenAsync(OneAccountVenue venue, string folder, RiskOptions? risk = null, bool dryRun = false, int crashAfter = 0) =>
        OpenAsync(venue.Endpoints, new ApiKey("key", "secret"), folder, risk, dryRun, crashAfter);

    public static async Task<TradedAccount> OpenAsync(BinanceEndpoints endpoints, ApiKey key, string folder, RiskOptions? risk = null, bool dryRun = false, int crashAfter = 0, VirtualClock? virtualClock = null)
    {
        TimeProvider clock = virtualClock ?? TimeProvider.System;
        BinanceRestOptions options = BinanceRestOptions.ForSpeed(virtualClock?.Anchor.Speed ?? 1) with { TimeLimit = TimeSpan.FromSeconds(5) };
        var rest = new BinanceRest(
            endpoints, options, new LocalWeightGate(clock, new WeightGateOptions(WeightPerMinute: 1_000_000)), clock, TimeProvider.System, key);
        var setup = new AccountSetup(
            Account, rest, new StreamOptions(), new ContractTerms(false, Domain.Orders.MarginType.Crossed, 20),
            new PlanRules(new DeltaRules(), 1, false, risk ?? new RiskOptions()), new RunRules(Account, 30, 240_000),
            new OrderRetryPolicy(TimeSpan.FromMilliseconds(50), 100, 8), dryRun, 600_000, TimeSpan.FromSeconds(1), clock, TimeProvider.System);
        AccountJournal journal = AccountJournal.Open(folder, Account, waitForDisk: false).Value;
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
        await Eventually.AnswerAsync(executor.StartAsync(CancellationToken.None));
        var account = new TradedAccount(rest, executor, journal);
        await Eventually.TrueAsync(() => executor.Events.IsUp || account._running.IsCompleted);
        return account;
    }

    /// <summary>Trades to the weights and returns when the run is closed, or the room crashed.</summary>
    public async Task<ExecutionRun?> TradeAsync(string label, params (string Symbol, double Weight)[] weights)
    {
        var targets = new TargetPositions(Account, label, $"{label}-r0", [.. weights.Select(weight => new WeightRow(weight.Symbol, weight.Weight, Price.Zero))]);
        AccountExecutor.Offer(new RunRequest(targets.RunId, label, RunKind.Trade, snapshot => AccountExecutor.PlanFor(targets, snapshot)));
        return await EndOfAsync(targets.RunId);
    }

    public async Task<ExecutionRun?> EndOfAsync(string runId)
    {
        ExecutionRun? run = null;
        await Eventually.TrueAsync(() => _running.IsCompleted || (run = FindClosed(runId)) is not null);
        return run;
    }

    /// <summary>Ends without flushing: what was not on disk is lost, as in a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
            await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        AccountExecutor.Dispose();
        _rest.Dispose();
    }

    private ExecutionRun? FindClosed(string runId)
    {
        Task<ExecutionRun?> asked = AccountExecutor.AskAsync(ledger => ledger.FindRun(runId));
        // A room that broke answers nothing any more.
        return Task.WhenAny(asked, Task.Delay(1_000)).Result == asked && asked.IsCompletedSuccessfully && asked.Result is { IsClosed: true } run ? run : null;
    }
}

/// <summary>The test's stand-in for a kill at one fact.</summary>
internal sealed class CrashException() : Exception("killed here by the test");
