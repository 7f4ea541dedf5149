using System.Diagnostics;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.ExecutionFaults.Checks;
using Platform.ExecutionFaults.Platforms;
using Platform.ExecutionFaults.Scenarios;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.ExecutionFaults.Runs;

/// <summary>One scenario from its start until it is quiet, and what the checks find then.</summary>
internal sealed class FaultRun
{
    public const int Speed = 120;
    private const int LogLines = 60;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_factsLimit = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan s_quietLimit = TimeSpan.FromSeconds(90);

    private readonly Scenario _scenario;
    private readonly AccountPlatform _platform;
    private readonly List<string> _findings = [];
    private int _kills, _foreign;

    private FaultRun(Scenario scenario, AccountPlatform platform) => (_scenario, _platform) = (scenario, platform);

    /// <summary>Runs the scenario of the seed; findings name what did not hold.</summary>
    public static async Task<FaultReport> RunAsync(int seed)
    {
        var watch = Stopwatch.StartNew();
        Scenario scenario = ScenarioBuilder.Build(seed);
        await using AccountPlatform platform = await AccountPlatform.StartAsync(PlatformTerms.Of(scenario.Mode, seed, Speed));
        var run = new FaultRun(scenario, platform);
        try
        {
            foreach (Step step in scenario.Steps)
                await run.ApplyAsync(step);
            await run.SettleAsync();
        }
        catch (Exception broken) when (broken is SettleException or CheckFailedException or HttpRequestException)
        {
            run._findings.Add(broken.Message);
        }

        await run.CheckAsync();
        OrderLedger ledger = platform.Tail.Ledger;
        int orders = ledger.Runs.Sum(past => past.Parents.Sum(parent => parent.Children.Count));
        string log = run._findings.Count == 0 ? "" : string.Join('\n', platform.ExecutorOutput.Split('\n').TakeLast(LogLines));
        return new FaultReport(scenario, run._findings, platform.Tail.Facts.Count, orders, run._kills, watch.Elapsed, log);
    }

    private async Task ApplyAsync(Step step)
    {
        switch (step)
        {
            case Trade trade:
                _platform.Trade(trade.Weights);
                break;
            case Command command:
                await _platform.CommandAsync(command.Kind, command.Symbol < 0 ? "" : _platform.Symbols[command.Symbol]);
                break;
            case AddFault fault:
                await _platform.Venue.AddFaultAsync(fault.Json.Replace("{symbol}", _platform.Symbols[fault.Symbol], StringComparison.Ordinal));
                break;
            case ClearFaults:
                await _platform.Venue.ClearFaultsAsync();
                break;
            case KillExecutor kill:
                await FactsAsync(kill.Facts);
                _platform.KillExecutor();
                _kills++;
                await Task.Delay(kill.Down_ms);
                break;
            case KillCoordinator kill:
                _platform.KillCoordinator();
                _kills++;
                await Task.Delay(kill.Down_ms);
                break;
            case Transfer transfer:
                await _platform.Venue.TransferAsync($"mock-{AccountPlatform.Account}", transfer.Amount);
                break;
            case ForeignOrder order:
                await OrderAsync(order);
                break;
        }

        _platform.Tend();
        await Task.Delay(step.Pause_ms);
    }

    /// <summary>Returns when so many facts more are on disk, or none came for a while.</summary>
    private async Task FactsAsync(int more)
    {
        _platform.Tail.Read();
        int wanted = _platform.Tail.Facts.Count + more;
        var watch = Stopwatch.StartNew();
        while (_platform.Tail.Facts.Count < wanted && watch.Elapsed < s_factsLimit)
        {
            await Task.Delay(1);
            _platform.Tail.Read();
        }
    }

    private async Task OrderAsync(ForeignOrder order)
    {
        string symbol = _platform.Symbols[order.Symbol];
        Result<IReadOnlyList<BestQuote>> quote = await _platform.Venue.QuoteAsync(symbol);
        if (!quote.IsOk)
            return;
        PositionSide side = !_scenario.Mode.Hedge ? PositionSide.Both : order.Buys ? PositionSide.Long : PositionSide.Short;
        var quantity = Quantity.Of((long)Math.Max(1, Math.Ceiling(500 / quote.Value[0].Ask.Price.ToDouble())));
        await _platform.Venue.Entry.PlaceAsync(
            new NewOrder(symbol, order.Buys ? Side.Buy : Side.Sell, side, OrderType.Market, quantity, false, $"somebody-{++_foreign}", null, null), null, CancellationToken.None);
    }

    /// <summary>Ends every fault and every hold, lets everything end, trades once more without faults, and lets that end.</summary>
    private async Task SettleAsync()
    {
        await _platform.Venue.ClearFaultsAsync();
        await UntilAsync("every flatten ends", () => !_platform.Tail.Ledger.Commands.Open.Any());
        foreach (string symbol in _platform.Symbols.Prepend(""))
        {
            await DoAsync("revive", symbol);
            await DoAsync("resume", symbol);
        }

        await DoAsync("reset", "");
        await UntilAsync("every run ends", () => _platform.Tail.Ledger.Runs.All(run => run.IsClosed));
        string last = _platform.Trade(_scenario.Last.Weights);
        await UntilAsync("the last run ends", () => _platform.Tail.Ledger.FindRun(last) is { IsClosed: true });
        await DoAsync("pause", "");
        await UntilAgreedAsync();
        CheckLast(_platform.Tail.Ledger.FindRun(last)!);
    }

    private async Task DoAsync(string kind, string symbol)
    {
        string? id = null;
        var asked = Stopwatch.StartNew();
        await UntilAsync($"{kind} {symbol} ends", async () =>
        {
            // An executor that never followed the coordinator begins after the commands given until then.
            if (id is null || (_platform.Tail.Ledger.Commands.Find(id) is null && asked.Elapsed > s_askAgain))
            {
                asked.Restart();
                id = await _platform.CommandAsync(kind, symbol);
            }

            return id is not null && _platform.Tail.Ledger.Commands.Find(id)?.End is not null;
        });
    }

    /// <summary>Property 9 of quant.md Appendix B: where a delta was filled as a whole, the position is the target.</summary>
    private void CheckLast(ExecutionRun run)
    {
        foreach (IGrouping<string, ParentOrder> symbol in run.Parents.GroupBy(parent => parent.Symbol))
        {
            Quantity net = Quantity.FromUnits(_platform.Tail.Ledger.ExpectedPositions.Where(row => row.Key.Symbol == symbol.Key).Sum(row => row.Value.Units));
            if (symbol.All(parent => parent.State == ParentState.Filled) && symbol.Last().Terms.Target != net)
                _findings.Add($"{symbol.Key}: everything was filled, the target is {symbol.Last().Terms.Target} and the position {net}");
        }
    }

    private async Task CheckAsync()
    {
        _platform.Tail.Read();
        _findings.AddRange(JournalChecks.Run(_platform.Tail.Facts, _scenario.ShowsFalsePositions));
        _findings.AddRange(await ExchangeChecks.RunAsync(_platform.Venue, _platform.Symbols, _platform.Tail.Ledger));
        foreach (string line in _platform.ExecutorOutput.Split('\n').Where(line => line.Contains("The process ended with an exception", StringComparison.Ordinal) || line.Contains("Unobserved task exception", StringComparison.Ordinal)))
            _findings.Add($"the executor: {line}");
    }

    private async Task UntilAgreedAsync()
    {
        IReadOnlyList<string> differences = [];
        await UntilAsync("ledger and exchange agree", async () => (differences = await ExchangeChecks.PositionsAsync(_platform.Venue, _platform.Tail.Ledger)).Count == 0);
    }

    private Task UntilAsync(string what, Func<bool> condition) => UntilAsync(what, () => Task.FromResult(condition()));

    private async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            _platform.Tend();
            _platform.Tail.Read();
            if (await condition())
                return;
            if (watch.Elapsed > s_quietLimit)
                throw new SettleException($"not so after {s_quietLimit.TotalSeconds:0} s without faults: {what}");
            await Task.Delay(s_poll);
        }
    }

    /// <summary>Something does not end although nothing goes wrong any more.</summary>
    private sealed class SettleException(string message) : Exception(message);
}
