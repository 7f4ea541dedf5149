using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>Trade-size buckets (spec/quant.md §2.1).</summary>
public sealed record TranStatsOptions
{
    [Key("Upper bounds of the first three of four size buckets, in CNY of trade value.")]
    public IReadOnlyList<double> Rmb { get; init; } = [40_000, 200_000, 1_000_000];

    [Key("CNY per USDT.", Min = 0.01, Max = 1_000)]
    public double UsdRmbRate { get; init; } = 7.0;
}
