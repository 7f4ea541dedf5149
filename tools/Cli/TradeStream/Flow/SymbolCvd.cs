using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Frames;
using Platform.Cli.TradeStream.Lines;

namespace Platform.Cli.TradeStream.Flow;

/// <summary>CVD of one symbol while it streams. Owned by the processor.</summary>
internal sealed class SymbolCvd(string name, CvdOptions options)
{
    public string Name { get; } = name;

    public byte[] JsonPrefix { get; } = JsonLines.PrefixOf(name);

    public CumulativeVolumeDelta Cvd { get; } = new(options);

    /// <summary>The kind of stream whose trades count: the first one that was seen.</summary>
    public TradeKind Kind { get; set; }

    /// <summary>The newest accepted trade.</summary>
    public CvdPoint Last { get; set; }

    public double? Latency_ms { get; set; }

    public bool HasIds { get; set; }

    public SymbolView ToView() => new(Name, Last, Cvd.LastPrice, Cvd.LastTime_ms, Cvd.Accepted, Cvd.BadPoints, Cvd.Duplicates, Cvd.Gaps, Cvd.HasGap, Cvd.Resets, Latency_ms);
}

/// <summary>CVD of one symbol at one instant, for display.</summary>
internal sealed record SymbolView(
    string Name, CvdPoint Last, decimal? LastPrice, long? LastTime_ms, long Accepted, long BadPoints, long Duplicates, long Gaps, bool HasGap, long Resets, double? Latency_ms);
