using Platform.Calculators;

namespace Platform.Template;

/// <summary>A starting point: ranks symbols by their last bar's return. Rename the class and the name, and change the score.</summary>
public sealed class TemplateCalculator : ICalculator
{
    private readonly int _window;

    public TemplateCalculator(CalculatorParameters parameters)
    {
        _window = parameters.Integer("window", 12, min: 2, max: 1_000);
        Needs = CalculatorNeeds.Bars(_window, BarField.Close);
    }

    public string Name => "template_close_rank";

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view)
    {
        var scores = new Dictionary<string, double>();
        foreach (string symbol in view.Symbols)
        {
            ReadOnlySpan<double> close = view.Column(symbol, BarField.Close, _window);
            if (close.Length >= 2)
                scores[symbol] = close[^1] / close[^2] - 1;
        }

        return RankWeights.LongShort(scores);
    }
}
