using Platform.Analytics.Portfolio;
using Platform.Calculators;

namespace Platform.Strategy.Plugins;

/// <summary>A calculator that is ready to run, and the weight of its scores in the sum.</summary>
internal sealed record LoadedCalculator(
    ICalculator Calculator, string Name, string Version, string File, double Multiplier, Standardisation Standardisation)
{
    /// <summary>Read once: a calculator's needs do not change while it is loaded.</summary>
    public required CalculatorNeeds Needs { get; init; }
}

/// <summary>A DLL or calculator that is not used, and the reason as text.</summary>
internal sealed record PluginRejection(string File, string Name, string Why);

/// <summary>The configured settings of one calculator.</summary>
internal sealed record CalculatorSetting(
    IReadOnlyDictionary<string, string> Parameters, double Multiplier = 1, Standardisation Standardisation = Standardisation.None);

/// <summary>Which calculators run, and their settings.</summary>
/// <param name="Enabled">Names of the calculators that run; empty for all that are found.</param>
/// <param name="HistoryDays">Longest lookback of a calculator, in days.</param>
internal sealed record CalculatorChoice(IReadOnlyList<string> Enabled, IReadOnlyDictionary<string, CalculatorSetting> Settings, int HistoryDays = 30)
{
    public static CalculatorChoice All { get; } = new([], new Dictionary<string, CalculatorSetting>());

    /// <summary>The first need with a longer lookback than the stored history; null when there is none.</summary>
    public SeriesNeed? TooLong(CalculatorNeeds needs) =>
        needs.Series.FirstOrDefault(need => (long)need.Lookback * need.Interval.Minutes > HistoryDays * 1440L);

    public bool IsEnabled(string name) => Enabled.Count == 0 || Enabled.Contains(name, StringComparer.Ordinal);

    public CalculatorSetting SettingOf(string name) =>
        Settings.GetValueOrDefault(name) ?? new CalculatorSetting(new Dictionary<string, string>());
}
