using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>How the scores of a calculator are brought to the scale of the others before they are summed.</summary>
public enum ScoreStandardisation
{
    None,
    L1,
    Rank,
    Zscore,
}

/// <summary>What differs from the defaults for one calculator.</summary>
public sealed record CalculatorOptions
{
    [Key("The calculator's name; naming one that a family can make, such as mean_selldolvol_over_dolvol_rank_500, makes it.", Pattern = "[a-z][a-z0-9_]{0,63}")]
    public string Name { get; init; } = "";

    [Key("Weight of its scores in the sum; negative turns them around.", Min = -1_000, Max = 1_000)]
    public double Multiplier { get; init; } = 1;

    [Key("none: as returned. l1: divided by the sum of absolute values. rank: by rank. zscore: winsorised z-score.")]
    public ScoreStandardisation Standardise { get; init; } = ScoreStandardisation.None;

    [Key("Its own parameters as a list of key=value, such as [window=24, min_valid=12]; one it does not have stops it from loading.")]
    public IReadOnlyList<string> Parameters { get; init; } = [];
}
