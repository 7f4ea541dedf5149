using Platform.Calculators;

namespace Platform.Factors;

/// <summary>Makes every ratio factor that the configuration names; mean_buy_dolvol4_over_dolvol_rank runs by itself.</summary>
public sealed class RatioRankFamily : ICalculatorFamily
{
    public IReadOnlyList<string> DefaultNames { get; } = ["mean_buy_dolvol4_over_dolvol_rank"];

    public ICalculator? Create(string name, CalculatorParameters parameters) =>
        RatioFormula.Parse(name) is { } formula ? new RatioRankCalculator(formula, parameters) : null;
}
