using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>One symbol's live and wanted quantity, signed, with its mark price.</summary>
public readonly record struct PositionPair(string Symbol, Quantity Current, Quantity Target, Price Mark);

/// <summary>How far positions are from their targets (spec/quant.md §8.4). While a parent works, the target is its scheduled position.</summary>
/// <param name="BySymbol">|current − target| / |target|; 1 where only the current one is not zero, 0 where both are zero.</param>
/// <param name="Average">Mean over symbols where one of the two is not zero; 0 without any.</param>
/// <param name="Notional">Σ|current − target|·mark / Σ|target|·mark: the figure that alarms; NaN with positions but no target.</param>
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
