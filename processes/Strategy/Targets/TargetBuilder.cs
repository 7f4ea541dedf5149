using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Primitives.Numbers;

namespace Platform.Strategy.Targets;

/// <summary>The result of one run: the target weights that every account is sized from, and their scores.</summary>
/// <param name="Hold">The reason why nothing is traded in this run; empty when the weights are traded. Never means "flatten".</param>
/// <param name="Degraded">What was missing or failed; empty when the run is complete.</param>
/// <param name="Notes">Notes for people about a complete run.</param>
internal sealed record TargetSet(
    string Label, string RunId, double Gross, IReadOnlyList<TargetWeight> Targets,
    IReadOnlyDictionary<string, SortedDictionary<string, double>> Scores, string Hold, IReadOnlyList<string> Degraded, IReadOnlyList<string> Notes);

/// <summary>The inputs of the targets of a run, after its calculators have ended.</summary>
/// <param name="Universe">Symbols in force at the label.</param>
/// <param name="Prices">Closes of the label's bars; a symbol of the universe without one is held and not traded.</param>
/// <param name="Previous">Weights of the last run, including symbols that have left the universe.</param>
internal sealed record TargetInputs(
    string Label, string RunId, IReadOnlyList<CalculatorScores> Scores, IReadOnlyList<string> Universe,
    IReadOnlyDictionary<string, Price> Prices, IReadOnlyDictionary<string, double> Previous, IReadOnlyList<string> Degraded);

/// <summary>Converts scores to target weights (spec/quant.md §6). Depends on its inputs only, so that equal bars give equal files.</summary>
internal static class TargetBuilder
{
    public static TargetSet Build(TargetInputs inputs, PortfolioRules rules)
    {
        CombinedSignal signal = SignalCombiner.Combine(inputs.Scores);
        List<string> degraded = [.. inputs.Degraded, .. NotFinite(signal)];
        var tradable = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string symbol, double score) in signal.Scores)
        {
            if (inputs.Prices.ContainsKey(symbol))
                tradable.Add(symbol, score);
        }

        var previous = inputs.Previous.Where(pair => inputs.Prices.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal);
        PortfolioRules free = rules with { Gross = Math.Max(0, rules.Gross - HeldGross(inputs)) };
        PortfolioWeightSet weights = PortfolioWeights.Build(tradable, free, rules.Smoothing < 1 && previous.Count > 0 ? previous : null);
        string[] notes = weights.CapInfeasible ? [$"every symbol of one side is at the cap of {rules.Cap}, so that side is below its target gross"] : [];
        string hold = weights.Weights.Count == 0 ? $"no weights: {weights.Empty}; positions are unchanged" : "";
        IReadOnlyList<TargetWeight> targets = hold.Length > 0 ? [] : List(inputs, weights.Weights);
        return new TargetSet(inputs.Label, inputs.RunId, targets.Sum(target => Math.Abs(target.Weight)), targets, signal.Parts, hold, degraded, notes);
    }

    /// <summary>The weights of held symbols without a bar; the other symbols share the rest of the gross.</summary>
    private static double HeldGross(TargetInputs inputs) => inputs.Universe
        .Where(symbol => !inputs.Prices.ContainsKey(symbol)).Sum(symbol => Math.Abs(inputs.Previous.GetValueOrDefault(symbol)));

    /// <summary>
    /// Every priced symbol of the universe with its weight or zero, every symbol without a bar with its previous weight, held, and every
    /// symbol that left the universe, with zero.
    /// </summary>
    private static List<TargetWeight> List(TargetInputs inputs, SortedDictionary<string, double> weights)
    {
        var universe = inputs.Universe.ToHashSet(StringComparer.Ordinal);
        var targets = new List<TargetWeight>();
        foreach (string symbol in universe.Union(inputs.Previous.Keys).Order(StringComparer.Ordinal))
        {
            if (!universe.Contains(symbol))
                targets.Add(new TargetWeight(symbol, "", 0, inputs.Prices.GetValueOrDefault(symbol)));
            else if (inputs.Prices.TryGetValue(symbol, out Price price))
                targets.Add(new TargetWeight(symbol, "", weights.GetValueOrDefault(symbol), price));
            else if (inputs.Previous.TryGetValue(symbol, out double held) && held != 0)
                targets.Add(new TargetWeight(symbol, "", held, IsHeld: true));
        }

        return targets;
    }

    private static IEnumerable<string> NotFinite(CombinedSignal signal)
    {
        if (signal.NotFinite.Count > 0)
            yield return $"{signal.NotFinite.Count} scores were not finite and were dropped: {string.Join(", ", signal.NotFinite.Take(5))}";
    }
}
