using Platform.Analytics.VolumeSpread;
using Platform.Domain.Labels;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>The symbols, exchange and duration of a live session.</summary>
internal sealed record LiveSessionOptions
{
    public required IReadOnlyList<string> Symbols { get; init; }

    public required IReadOnlyList<BarInterval> Timeframes { get; init; }

    public VolumeSpreadPreset Preset { get; init; } = VolumeSpreadPreset.Standard;

    /// <summary>live, testnet, or host:port of a simulated exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Folder of cached bars, with one subfolder per exchange.</summary>
    public required string Cache { get; init; }

    /// <summary>Bars of history per timeframe without a cache.</summary>
    public int History { get; init; } = 1_000;

    /// <summary>Real minutes to follow after the back-fill; null until stopped.</summary>
    public double? Minutes { get; init; }

    /// <summary>JSON file of the commentary; null for no commentary, the default.</summary>
    public string? CommentaryFile { get; init; }

    public FeedRules Rules { get; init; } = new();
}
