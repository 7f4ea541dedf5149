using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Lines;

namespace Platform.Cli.TradeStream.Settings;

/// <summary>The settings of `platform stream`; validated, complete, immutable.</summary>
internal sealed record StreamSettings
{
    /// <summary>Upper-case, in the given order. Empty for a file without --symbol, which means every symbol of the file.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Null when trades come from a file or from the simulated exchange.</summary>
    public Uri? Address { get; init; }

    /// <summary>Set when the exchange is known to send nothing at this address.</summary>
    public string? AddressWarning { get; init; }

    public string? InputPath { get; init; }

    public bool IsDemo { get; init; }

    public string? JsonPath { get; init; }

    /// <summary>CVD lines that may wait for the console.</summary>
    public int QueueSize { get; init; } = 1_024;

    /// <summary>Accepted trades of a symbol between two lines.</summary>
    public int PrintEvery { get; init; } = 100;

    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan StatEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Null runs until a signal or the end of the file.</summary>
    public TimeSpan? Duration { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Info;

    /// <summary>True ignores the exchange's side and derives it from the price.</summary>
    public bool UsesTickRule { get; init; }

    public CvdOptions Cvd { get; init; } = CvdOptions.Default;

    public bool IsWatched { get; init; }

    public int? MetricsPort { get; init; }

    public bool IsLive => InputPath is null;
}
