namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>A range inside a trend that has not gathered the evidence to change the phase.</summary>
public enum PhaseNote : byte
{
    None = 0,

    /// <summary>A range in a markdown: it may be redistribution.</summary>
    Redistribution = 1,

    /// <summary>A range in a markup: it may be reaccumulation.</summary>
    Reaccumulation = 2,
}

/// <summary>The phase of one symbol and timeframe after a bar, with everything that the next bar needs. A value; default is the start.</summary>
public readonly record struct WyckoffState
{
    public WyckoffPhase Phase { get; init; }

    /// <summary>A_t: signed sum of signals, halving every 20 bars; positive is accumulation.</summary>
    public double Evidence { get; init; }

    /// <summary>True while a frozen range is in force: from the bar that completes it until a close breaks it.</summary>
    public bool HasRange { get; init; }

    public double FrozenHigh { get; init; }
    public double FrozenLow { get; init; }
    public double SlopeAtRangeStart { get; init; }

    /// <summary>Consecutive bars that ranged, rose and fell.</summary>
    public int RangeBars { get; init; }
    public int UpBars { get; init; }
    public int DownBars { get; init; }

    /// <summary>0 to 1.</summary>
    public double Confidence { get; init; }

    public PhaseNote Note { get; init; }

    /// <summary>Top and bottom of the standing range, in price; NaN without one.</summary>
    public double RangeHigh => HasRange ? FrozenHigh : double.NaN;
    public double RangeLow => HasRange ? FrozenLow : double.NaN;

    internal void Write(BinaryWriter writer)
    {
        writer.Write((byte)Phase);
        writer.Write(Evidence);
        writer.Write(HasRange);
        writer.Write(FrozenHigh);
        writer.Write(FrozenLow);
        writer.Write(SlopeAtRangeStart);
        writer.Write(RangeBars);
        writer.Write(UpBars);
        writer.Write(DownBars);
        writer.Write(Confidence);
        writer.Write((byte)Note);
    }

    internal static WyckoffState Read(BinaryReader reader) => new()
    {
        Phase = (WyckoffPhase)reader.ReadByte(),
        Evidence = reader.ReadDouble(),
        HasRange = reader.ReadBoolean(),
        FrozenHigh = reader.ReadDouble(),
        FrozenLow = reader.ReadDouble(),
        SlopeAtRangeStart = reader.ReadDouble(),
        RangeBars = reader.ReadInt32(),
        UpBars = reader.ReadInt32(),
        DownBars = reader.ReadInt32(),
        Confidence = reader.ReadDouble(),
        Note = (PhaseNote)reader.ReadByte(),
    };
}
