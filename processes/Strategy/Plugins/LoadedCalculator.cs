using Platform.Analytics.Portfolio;
using Platform.Calculators;

namespace Platform.Strategy.Plugins;

/// <summary>A calculator ready to run, and how its scores enter the sum.</summary>
internal sealed record LoadedCalculator(
    ICalculator Calculator, string Name, string Version, string File, double Multiplier, Standardisation Standardisation)
{
    /// <summary>Read once: a calculator's needs do not change while it is loaded.</summary>
    public required CalculatorNeeds Needs { get; init; }
}

/// <summary>A DLL or calculator that is not used, and why, for people.</summary>
internal sealed record PluginRejection(string File, string Name, string Why);

/// <summary>What the configuration sets for one calculator.</summary>
internal sealed record CalculatorSetting(
    IReadOnlyDictionary<string, string> Parameters, double Multiplier = 1, Standardisation Standardisation = Standardisation.None);

/// <summary>Which calculators run and with what.</summary>
/// <param name="Enabled">Names that run; empty for all that are found.</param>
/// <param name="HistoryDays">How far back a calculator may look.</param>
internal sealed record CalculatorChoice(IReadOnlyList<string> Enabled, IReadOnlyDictionary<string, CalculatorSetting> Settings, int HistoryDays = 30)
{
    public static CalculatorChoice All { get; } = new([], new Dictionary<string, CalculatorSetting>());

    /// <summary>The need that reaches back further than the history is kept; null when there is none.</summary>
    public SeriesNeed? TooLong(CalculatorNeeds needs) =>
        needs.Series.FirstOrDefault(need => (long)need.Lookback * need.Interval.Minutes > HistoryDays * 1440L);

    public bool IsEnabled(string name) => Enabled.Count == 0 || Enabled.Contains(name, StringComparer.Ordinal);

    public CalculatorSetting SettingOf(string name) =>
        Settings.GetValueOrDefault(name) ?? new CalculatorSetting(new Dictionary<string, string>());
}
