namespace Platform.Analytics.Portfolio;

/// <summary>The output of one calculator in one run.</summary>
/// <param name="Multiplier">λ of spec/quant.md §6.1; 1 unless configured.</param>
public sealed record CalculatorScores(
    string Name, IReadOnlyDictionary<string, double> Scores, double Multiplier = 1, Standardisation Standardisation = Standardisation.None);

/// <summary>The summed signal of a run.</summary>
/// <param name="Scores">Σ λ·score by symbol, in ordinal order; sums close to zero are omitted.</param>
/// <param name="Parts">Standardised scores times λ, by calculator: the contribution of each calculator to the sum, for attribution.</param>
/// <param name="NotFinite">Scores dropped because they were NaN or infinite, as "calculator/symbol".</param>
public sealed record CombinedSignal(
    SortedDictionary<string, double> Scores, SortedDictionary<string, SortedDictionary<string, double>> Parts, IReadOnlyList<string> NotFinite);

/// <summary>Adds the outputs of all calculators into one score per symbol (spec/quant.md §6.1); pure and deterministic.</summary>
public static class SignalCombiner
{
    private const double Negligible = 1e-12;

    /// <summary>Calculators are added in ordinal order of their names, so that the sum does not depend on the input order.</summary>
    public static CombinedSignal Combine(IEnumerable<CalculatorScores> calculators)
    {
        var sums = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var parts = new SortedDictionary<string, SortedDictionary<string, double>>(StringComparer.Ordinal);
        var notFinite = new List<string>();
        foreach (CalculatorScores calculator in calculators.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            SortedDictionary<string, double> part = PartOf(calculator, notFinite);
            parts.Add(calculator.Name, part);
            foreach ((string symbol, double score) in part)
                sums[symbol] = sums.GetValueOrDefault(symbol) + score;
        }

        string[] negligible = [.. sums.Where(pair => Math.Abs(pair.Value) < Negligible).Select(pair => pair.Key)];
        foreach (string symbol in negligible)
            sums.Remove(symbol);
        return new CombinedSignal(sums, parts, notFinite);
    }

    private static SortedDictionary<string, double> PartOf(CalculatorScores calculator, List<string> notFinite)
    {
        var finite = new Dictionary<string, double>(calculator.Scores.Count, StringComparer.Ordinal);
        foreach ((string symbol, double score) in calculator.Scores.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (double.IsFinite(score))
                finite.Add(symbol, score);
            else
                notFinite.Add($"{calculator.Name}/{symbol}");
        }

        SortedDictionary<string, double> part = Standardise.Apply(calculator.Standardisation, finite);
        foreach (string symbol in finite.Keys)
            part[symbol] *= calculator.Multiplier;
        return part;
    }
}
