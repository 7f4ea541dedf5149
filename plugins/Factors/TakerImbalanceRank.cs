using Platform.Calculators;

namespace Platform.Factors;

/// <summary>
/// Ranks symbols by who crossed the spread: Σ(taker buys − taker sells) / Σ dolvol over the window, long where buyers did.
/// Taker totals are in klines too, so bars without trade sizes count.
/// </summary>
/// <remarks>Parameters: window (144 bars, half a day), min_valid (bars with trades; a third of the window).</remarks>
public sealed class TakerImbalanceRank : ICalculator
{
    private readonly int _window;
    private readonly int _minValid;

    public TakerImbalanceRank(CalculatorParameters parameters)
    {
        _window = parameters.Integer("window", 144, min: 1, max: 5_000);
        _minValid = parameters.Integer("min_valid", Math.Max(1, _window / 3), min: 1, max: _window);
        Needs = CalculatorNeeds.Bars(_window, BarField.BuyDolvol, BarField.SellDolvol);
    }

    public string Name => "taker_imbalance_rank";

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view)
    {
        var scores = new Dictionary<string, double>(view.Symbols.Count, StringComparer.Ordinal);
        foreach (string symbol in view.Symbols)
            scores[symbol] = Imbalance(view.Column(symbol, BarField.BuyDolvol, _window), view.Column(symbol, BarField.SellDolvol, _window));
        return RankWeights.LongShort(scores);
    }

    private double Imbalance(ReadOnlySpan<double> buys, ReadOnlySpan<double> sells)
    {
        double net = 0, all = 0;
        int valid = 0;
        for (int i = 0; i < buys.Length; i++)
        {
            double traded = buys[i] + sells[i];
            if (!(traded > 0))
                continue;
            net += buys[i] - sells[i];
            all += traded;
            valid++;
        }

        return valid >= _minValid ? net / all : double.NaN;
    }
}
