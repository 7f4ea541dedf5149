using Platform.Calculators;

namespace Platform.Factors;

/// <summary>
/// Reversal (or, with direction momentum, its opposite): ranks symbols by their return over the window. Needs
/// closes only, so it works from the first hour, on bars taken from klines too.
/// </summary>
/// <remarks>Parameters: window (144 bars, half a day), direction (reversal or momentum).</remarks>
public sealed class CloseReversalRank : ICalculator
{
    private readonly int _window;
    private readonly double _sign;

    public CloseReversalRank(CalculatorParameters parameters)
    {
        _window = parameters.Integer("window", 144, min: 1, max: 5_000);
        _sign = parameters.Choice("direction", "reversal", "reversal", "momentum") == "reversal" ? -1 : 1;
        Needs = CalculatorNeeds.Bars(_window + 1, BarField.Close);
    }

    public string Name => "close_reversal_rank";

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view)
    {
        var scores = new Dictionary<string, double>(view.Symbols.Count, StringComparer.Ordinal);
        foreach (string symbol in view.Symbols)
        {
            ReadOnlySpan<double> close = view.Column(symbol, BarField.Close, _window + 1);
            scores[symbol] = close.Length == _window + 1 && close[0] > 0 ? _sign * (close[^1] / close[0] - 1) : double.NaN;
        }

        return RankWeights.LongShort(scores);
    }
}
