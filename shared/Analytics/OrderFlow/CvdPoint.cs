namespace Platform.Analytics.OrderFlow;

/// <summary>What became of one trade.</summary>
public enum TradeOutcome : byte
{
    /// <summary>Counted; CVD moved.</summary>
    Accepted,

    /// <summary>No valid price or quantity, or no side could be found; counted as a bad point.</summary>
    Bad,

    /// <summary>A trade of this id was counted before; nothing changed.</summary>
    Duplicate,
}

/// <summary>CVD after one trade.</summary>
/// <param name="Side">The side that was given, or that the tick rule found.</param>
/// <param name="Cvd">Buys less sells since the start or the last reset, base asset; exact.</param>
/// <param name="Z">Null while warming up and, in delta mode, right after silence.</param>
/// <param name="Ema">Average of CVD, base asset.</param>
/// <param name="IsWarmingUp">The baseline is still too short for z.</param>
/// <param name="IsStdZero">The baseline does not vary; z is zero by definition.</param>
/// <param name="BadPoints">Trades since the start that could not be counted.</param>
/// <param name="HasGap">Trades are missing since the last reset, so CVD understates the flow.</param>
public readonly record struct CvdPoint(
    TradeOutcome Outcome,
    AggressorSide Side,
    decimal Cvd,
    double? Z,
    double Ema,
    bool IsWarmingUp,
    bool IsStdZero,
    long BadPoints,
    bool HasGap);
