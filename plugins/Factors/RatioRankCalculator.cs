using Platform.Calculators;

namespace Platform.Factors;

/// <summary>Ranks symbols by an aggregated ratio of two bar columns: long the high ones, short the low ones.</summary>
/// <remarks>Parameter min_valid: bars with a ratio that a symbol needs to be ranked; 288 unless set.</remarks>
internal sealed class RatioRankCalculator : ICalculator
{
    private readonly RatioFormula _formula;
    private readonly int _minValid;

    public RatioRankCalculator(RatioFormula formula, CalculatorParameters parameters)
    {
        _formula = formula;
        _minValid = parameters.Integer("min_valid", Math.Min(288, formula.Window), min: 1, max: formula.Window);
        Needs = CalculatorNeeds.Bars(formula.Window, formula.Numerator, formula.Denominator);
    }

    public string Name => _formula.Name;

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view) => RankWeights.LongShort(Scores(view));

    /// <summary>Raw scores before ranking; NaN where a symbol has too few bars.</summary>
    public Dictionary<string, double> Scores(AlphaView view)
    {
        var scores = new Dictionary<string, double>(view.Symbols.Count, StringComparer.Ordinal);
        foreach (string symbol in view.Symbols)
        {
            scores[symbol] = RatioWindow.Aggregate(
                _formula.Aggregate,
                view.Column(symbol, _formula.Numerator, _formula.Window),
                view.Column(symbol, _formula.Denominator, _formula.Window),
                _formula.Window, _minValid);
        }

        return scores;
    }
}
