using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>The scaling of a calculator's scores before they are summed.</summary>
public enum ScoreStandardisation
{
    None,
    L1,
    Rank,
    Zscore,
}

/// <summary>The settings of one calculator that differ from the defaults.</summary>
public sealed record CalculatorOptions
{
    [Key("The calculator's name; a name of a family, such as mean_selldolvol_over_dolvol_rank_500, creates that calculator.", Pattern = "[a-z][a-z0-9_]{0,63}")]
    public string Name { get; init; } = "";

    [Key("Weight of its scores in the sum; a negative weight inverts them.", Min = -1_000, Max = 1_000)]
    public double Multiplier { get; init; } = 1;

    [Key("none: unchanged. l1: divided by the sum of absolute values. rank: by rank. zscore: winsorised z-score.")]
    public ScoreStandardisation Standardise { get; init; } = ScoreStandardisation.None;

    [Key("Parameters of the calculator as a list of key=value, such as [window=24, min_valid=12]; with an unknown parameter the calculator is not loaded.")]
    public IReadOnlyList<string> Parameters { get; init; } = [];
}
