namespace Platform.Analytics.Portfolio;

/// <summary>Whether longs and shorts are scaled to the same gross.</summary>
public enum Neutralisation : byte
{
    None = 0,
    Dollar = 1,
}

/// <summary>Settings for the conversion of scores to weights (spec/quant.md §6.2).</summary>
/// <param name="Gross">Target sum of absolute weights, in units of equity.</param>
/// <param name="Cap">Maximum absolute weight of one symbol.</param>
/// <param name="Smoothing">κ: share of the new weights in the blend with the previous ones; 1 uses the new weights only.</param>
public sealed record PortfolioRules(
    Neutralisation Neutralisation = Neutralisation.None, double Gross = 1, double Cap = 0.2, double Smoothing = 1);

/// <summary>Weights by symbol, in ordinal order; positive is long.</summary>
/// <param name="CapInfeasible">True when a side could not reach its gross because all of its symbols are at the cap.</param>
/// <param name="Empty">Why there are no weights; an empty text when there are weights. No weights does not mean "flatten".</param>
public sealed record PortfolioWeightSet(SortedDictionary<string, double> Weights, bool CapInfeasible, string Empty = "");

/// <summary>Converts scores to weights: neutralise, scale to the gross, cap each symbol, blend with the previous weights; pure and deterministic.</summary>
public static class PortfolioWeights
{
    private const double Tolerance = 1e-15;

    public static PortfolioWeightSet Build(
        SortedDictionary<string, double> scores, PortfolioRules rules, IReadOnlyDictionary<string, double>? previous = null)
    {
        SortedDictionary<string, double> scaled = rules.Neutralisation == Neutralisation.Dollar
            ? DollarNeutral(scores, rules.Gross)
            : Scale(scores, rules.Gross);
        if (scaled.Count == 0)
        {
            string why = scores.Count == 0 ? "no symbol has a score, or the scores of the calculators cancel out" : "dollar neutrality needs scores on both sides";
            return new PortfolioWeightSet(scaled, CapInfeasible: false, why);
        }

        (SortedDictionary<string, double> capped, bool infeasible) = ApplyCap(scaled, rules.Cap);
        return new PortfolioWeightSet(Blend(capped, previous, rules.Smoothing), infeasible);
    }

    /// <summary>Scores scaled so that their absolute values sum to the gross; empty when all are zero.</summary>
    public static SortedDictionary<string, double> Scale(SortedDictionary<string, double> scores, double gross)
    {
        double sum = scores.Values.Sum(Math.Abs);
        return sum > 0 ? Multiply(scores, _ => gross / sum) : Nothing();
    }

    /// <summary>Longs scaled to half the gross, shorts to the other half; empty when one side has no symbols.</summary>
    public static SortedDictionary<string, double> DollarNeutral(SortedDictionary<string, double> scores, double gross)
    {
        double longs = scores.Values.Where(score => score > 0).Sum();
        double shorts = -scores.Values.Where(score => score < 0).Sum();
        return longs > 0 && shorts > 0
            ? Multiply(scores, score => gross / 2 / (score > 0 ? longs : shorts))
            : Nothing();
    }

    /// <summary>
    /// Limits each weight to the cap and distributes the excess proportionally over the uncapped symbols of the same side, until none
    /// exceeds the cap. When all symbols of a side reach the cap, each has exactly the cap and the side is smaller than its gross.
    /// </summary>
    public static (SortedDictionary<string, double> Weights, bool Infeasible) ApplyCap(SortedDictionary<string, double> weights, double cap)
    {
        SortedDictionary<string, double> capped = Nothing();
        bool infeasible = CapSide([.. weights.Where(pair => pair.Value > 0)], cap, capped);
        infeasible |= CapSide([.. weights.Where(pair => pair.Value < 0)], cap, capped);
        return (capped, infeasible);
    }

    private static bool CapSide(KeyValuePair<string, double>[] side, double cap, SortedDictionary<string, double> into)
    {
        double total = side.Sum(pair => Math.Abs(pair.Value));
        if (total > Tolerance && side.Length * cap <= total - Tolerance)
        {
            foreach ((string symbol, double weight) in side)
                into.Add(symbol, Math.CopySign(cap, weight));
            return true;
        }

        var free = side.ToDictionary(pair => pair.Key, pair => Math.Abs(pair.Value), StringComparer.Ordinal);
        var full = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            double left = total - full.Count * cap;
            double open = side.Where(pair => !full.Contains(pair.Key)).Sum(pair => Math.Abs(pair.Value));
            string[] over = [.. free.Keys.Where(symbol => !full.Contains(symbol) && free[symbol] * left / open > cap + Tolerance)];
            if (over.Length == 0)
            {
                foreach ((string symbol, double weight) in side)
                    into.Add(symbol, Math.CopySign(full.Contains(symbol) ? cap : Math.Min(cap, Math.Abs(weight) * left / open), weight));
                return false;
            }

            full.UnionWith(over);
        }
    }

    private static SortedDictionary<string, double> Blend(SortedDictionary<string, double> fresh, IReadOnlyDictionary<string, double>? previous, double share)
    {
        if (previous is null || share >= 1)
            return fresh;
        SortedDictionary<string, double> blended = Nothing();
        foreach (string symbol in fresh.Keys.Union(previous.Keys, StringComparer.Ordinal))
            blended.Add(symbol, (1 - share) * previous.GetValueOrDefault(symbol) + share * fresh.GetValueOrDefault(symbol));
        return blended;
    }

    private static SortedDictionary<string, double> Multiply(SortedDictionary<string, double> scores, Func<double, double> factor)
    {
        SortedDictionary<string, double> scaled = Nothing();
        foreach ((string symbol, double score) in scores)
            scaled.Add(symbol, score * factor(score));
        return scaled;
    }

    private static SortedDictionary<string, double> Nothing() => new(StringComparer.Ordinal);
}
