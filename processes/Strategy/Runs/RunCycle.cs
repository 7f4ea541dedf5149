using System.Diagnostics;
using Platform.Analytics.Portfolio;
using Platform.Calculators;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Strategy.History;
using Platform.Strategy.Plugins;
using Platform.Strategy.Targets;

namespace Platform.Strategy.Runs;

/// <summary>The market data of a run: stored bars, live updates from the bus, and the universe.</summary>
internal sealed record RunInputs(HistoryKeeper History, HistoryFeed Feed, UniverseView Universe);

/// <summary>
/// Executes one run, from trigger to written targets: history, snapshot, calculators, weights, files. Called by the run loop, one at a
/// time.
/// </summary>
internal sealed class RunCycle(
    PluginRegistry registry, RunInputs inputs, CalculatorRunner runner, TargetFiles files, PortfolioRules rules, TimeProvider clock)
{
    private IReadOnlyDictionary<string, double>? _previous;

    public async Task<Result<RunReport>> RunAsync(StrategyTrigger trigger, CancellationToken cancel)
    {
        if (!Label.Parse(trigger.Label).TryGet(out Label label, out Fault? fault))
            return fault;
        long startedAt_ms = clock.NowMilliseconds(), started = Stopwatch.GetTimestamp();
        if (label.RefuseFromFuture(startedAt_ms) is { } future)
            return future;
        registry.ReloadIfChanged();
        IReadOnlyList<LoadedCalculator> calculators = registry.Current.Calculators;
        inputs.History.Fit(calculators.Select(calculator => calculator.Needs));

        var degraded = new List<string>();
        if (await inputs.Universe.RefreshAsync(label, cancel) is { } stale)
            degraded.Add(stale);
        IReadOnlyList<string> inForce = inputs.Universe.Symbols;
        await inputs.History.CompleteAsync(label, inForce, inputs.Feed.TakeLossy(), cancel);
        SortedDictionary<string, Price> prices = PricesAt(label, inForce, trigger.Missing, degraded);

        MarketSnapshot snapshot = inputs.History.Current.SnapshotAt(label, [.. prices.Keys]);
        IReadOnlyList<CalculatorOutcome> outcomes = await runner.RunAsync(calculators, snapshot, cancel);
        if (calculators.Count == 0)
            degraded.Add("no calculator is loaded");
        degraded.AddRange(outcomes.Where(outcome => outcome.HasFailed).Select(outcome => $"{outcome.Calculator.Name}: {outcome.Failure}"));

        _previous ??= files.LastWeights();
        TargetSet set = TargetBuilder.Build(new TargetInputs(trigger.Label, trigger.RunId, ScoresOf(outcomes), inForce, prices, _previous, degraded), rules);
        if (set.Hold.Length == 0)
        {
            Result<Done> written = files.Write(set, inputs.Universe.SystemNameOf);
            if (!written.IsOk)
                return written.Fault;
            _previous = set.Targets.ToDictionary(target => target.Symbol, target => target.Weight, StringComparer.Ordinal);
        }

        return new RunReport(set, outcomes, startedAt_ms, clock.NowMilliseconds(), Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Closes of the label. A symbol that data reported missing, or that has no bar, is omitted: its position is unchanged.</summary>
    private SortedDictionary<string, Price> PricesAt(Label label, IReadOnlyList<string> symbols, IReadOnlyList<string> missing, List<string> degraded)
    {
        var prices = new SortedDictionary<string, Price>(StringComparer.Ordinal);
        var without = new List<string>();
        foreach (string symbol in symbols)
        {
            if (!missing.Contains(symbol) && inputs.History.Current.CloseAt(symbol, label) is { } close)
                prices.Add(symbol, close);
            else
                without.Add(symbol);
        }

        if (without.Count > 0)
            degraded.Add($"{without.Count} of {symbols.Count} symbols have no bar of the label and are held: {string.Join(", ", without.Take(5))}");
        return prices;
    }

    private static List<CalculatorScores> ScoresOf(IReadOnlyList<CalculatorOutcome> outcomes) =>
        [.. outcomes.Where(outcome => outcome.Scores is not null).Select(outcome =>
            new CalculatorScores(outcome.Calculator.Name, outcome.Scores!, outcome.Calculator.Multiplier, outcome.Calculator.Standardisation))];
}

/// <summary>The outcome of one trigger.</summary>
internal sealed record RunReport(TargetSet Targets, IReadOnlyList<CalculatorOutcome> Outcomes, long StartedAt_ms, long FinishedAt_ms, double Elapsed_ms)
{
    public int Failed => Outcomes.Count(outcome => outcome.HasFailed);

    public bool IsDegraded => Targets.Degraded.Count > 0 || Targets.Hold.Length > 0;

    /// <summary>Text for people: why the run is degraded or traded nothing, and its notes.</summary>
    public string Detail => string.Join("; ", (Targets.Hold.Length > 0 ? [Targets.Hold] : Array.Empty<string>()).Concat(Targets.Degraded).Concat(Targets.Notes));
}
