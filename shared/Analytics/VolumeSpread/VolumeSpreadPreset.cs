using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;

namespace Platform.Analytics.VolumeSpread;

/// <summary>All parameters of the analysis with a name and a version; results of different presets are not combined.</summary>
public sealed record VolumeSpreadPreset
{
    public required string Name { get; init; }

    /// <summary>Increased with every change of a parameter.</summary>
    public required int Version { get; init; }

    public FeatureOptions Features { get; init; } = new();
    public SignalThresholds Signals { get; init; } = new();
    public WyckoffOptions Wyckoff { get; init; } = new();

    /// <summary>The consensus of published implementations (spec/quant.md §5.1, appendix C).</summary>
    public static VolumeSpreadPreset Standard { get; } = new() { Name = "standard", Version = 1 };

    /// <summary>Name and version, such as standard@1.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
