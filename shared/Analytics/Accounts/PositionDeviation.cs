using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>Current and target quantity of one symbol, signed, with its mark price.</summary>
public readonly record struct PositionPair(string Symbol, Quantity Current, Quantity Target, Price Mark);

/// <summary>The deviation of positions from their targets (spec/quant.md §8.4). While a parent order is active, the target is its scheduled position.</summary>
/// <param name="BySymbol">|current − target| / |target|; 1 when only the target is zero, 0 when both are zero.</param>
/// <param name="Average">Mean over symbols with a non-zero current or target quantity; 0 without such symbols.</param>
/// <param name="Notional">Σ|current − target|·mark / Σ|target|·mark: the figure used for alerts; NaN with positions but no target.</param>
public sealed record PositionDeviation(IReadOnlyDictionary<string, double> BySymbol, double Average, double Max, double Notional)
{
    public static PositionDeviation Of(IEnumerable<PositionPair> pairs)
    {
        var bySymbol = new SortedDictionary<string, double>(StringComparer.Ordinal);
        Platform.Primitives.Numbers.Notional apart = default, wanted = default;
        double sum = 0, max = 0;
        int counted = 0;
        foreach (PositionPair pair in pairs)
        {
            Quantity gap = (pair.Current - pair.Target).Abs;
            double deviation = pair.Target.IsZero ? (pair.Current.IsZero ? 0 : 1) : gap.Units / (double)pair.Target.Abs.Units;
            bySymbol.Add(pair.Symbol, deviation);
            apart += pair.Mark * gap;
            wanted += pair.Mark * pair.Target.Abs;
            if (pair.Current.IsZero && pair.Target.IsZero)
                continue;
            counted++;
            sum += deviation;
            max = Math.Max(max, deviation);
        }

        return new PositionDeviation(bySymbol, counted == 0 ? 0 : sum / counted, max, Ratio(apart, wanted));
    }

    private static double Ratio(Platform.Primitives.Numbers.Notional apart, Platform.Primitives.Numbers.Notional wanted) =>
        (apart.IsZero, wanted.IsZero) switch
        {
            (true, _) => 0,
            (_, true) => double.NaN,
            _ => apart.ToDouble() / wanted.ToDouble(),
        };
}
