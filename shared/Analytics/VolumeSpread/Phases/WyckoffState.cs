namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>Marks a range inside a trend without enough evidence to change the phase.</summary>
public enum PhaseNote : byte
{
    None = 0,

    /// <summary>A range in a markdown, possibly redistribution.</summary>
    Redistribution = 1,

    /// <summary>A range in a markup, possibly reaccumulation.</summary>
    Reaccumulation = 2,
}

/// <summary>The phase of one symbol and timeframe after a bar, with all state that the next bar needs. The default value is the initial state.</summary>
public readonly record struct WyckoffState
{
    public WyckoffPhase Phase { get; init; }

    /// <summary>A_t: signed sum of signals with a half-life of 20 bars; positive means accumulation.</summary>
    public double Evidence { get; init; }

    /// <summary>True while a frozen range is in force: from the bar that completes it until a close breaks it.</summary>
    public bool HasRange { get; init; }

    public double FrozenHigh { get; init; }
    public double FrozenLow { get; init; }
    public double SlopeAtRangeStart { get; init; }

    /// <summary>Numbers of consecutive bars in a range, in a rise and in a fall.</summary>
    public int RangeBars { get; init; }
    public int UpBars { get; init; }
    public int DownBars { get; init; }

    /// <summary>Confidence in the phase, 0 to 1.</summary>
    public double Confidence { get; init; }

    public PhaseNote Note { get; init; }

    /// <summary>Top and bottom of the current range, in price; NaN without a range.</summary>
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
