using Platform.Analytics.Portfolio;
using Platform.Hosting.Configuration.Trading;
using Platform.Hosting.Life;
using Platform.Strategy.Plugins;

namespace Platform.Strategy.Control;

/// <summary>The strategy's sections of the configuration, converted for the parts of the process.</summary>
internal static class CalculatorSettings
{
    /// <exception cref="StartFault">A calculator is set twice, or a parameter is not key=value.</exception>
    public static CalculatorChoice ChoiceOf(StrategyOptions options)
    {
        var settings = new Dictionary<string, CalculatorSetting>(StringComparer.Ordinal);
        foreach (CalculatorOptions calculator in options.Calculators)
        {
            var setting = new CalculatorSetting(ParametersOf(calculator), calculator.Multiplier, StandardisationOf(calculator.Standardise));
            if (!settings.TryAdd(calculator.Name, setting))
                throw new StartFault($"strategy.calculators names '{calculator.Name}' twice; expected one entry per calculator.");
        }

        return new CalculatorChoice(options.Enabled, settings, options.HistoryDays);
    }

    public static PortfolioRules RulesOf(PortfolioOptions options) => new(
        options.Neutralize == Neutralization.Dollar ? Neutralisation.Dollar : Neutralisation.None, options.Gross, options.Cap, options.Smoothing);

    private static Dictionary<string, string> ParametersOf(CalculatorOptions calculator)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in calculator.Parameters)
        {
            int equals = text.IndexOf('=');
            if (equals < 1 || !parameters.TryAdd(text[..equals].Trim(), text[(equals + 1)..].Trim()))
                throw new StartFault($"strategy.calculators: parameter '{text}' of {calculator.Name} is not valid; expected key=value with each key once, such as window=24.");
        }

        return parameters;
    }

    private static Standardisation StandardisationOf(ScoreStandardisation kind) => kind switch
    {
        ScoreStandardisation.L1 => Standardisation.L1,
        ScoreStandardisation.Rank => Standardisation.Rank,
        ScoreStandardisation.Zscore => Standardisation.ZScore,
        _ => Standardisation.None,
    };
}
