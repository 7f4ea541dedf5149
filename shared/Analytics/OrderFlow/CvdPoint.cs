namespace Platform.Analytics.OrderFlow;

/// <summary>The result of processing one trade.</summary>
public enum TradeOutcome : byte
{
    /// <summary>Counted in CVD.</summary>
    Accepted,

    /// <summary>Without a valid price or quantity, or the side could not be determined; counted in BadPoints.</summary>
    Bad,

    /// <summary>A trade with this id was already counted; nothing changes.</summary>
    Duplicate,
}

/// <summary>CVD after one trade.</summary>
/// <param name="Side">The side from the source or from the tick rule.</param>
/// <param name="Cvd">Buys minus sells since the start or the last reset, base asset; exact.</param>
/// <param name="Z">Z-score; null during warm-up and, in delta mode, directly after a pause in trading.</param>
/// <param name="Ema">Average of CVD, base asset.</param>
/// <param name="IsWarmingUp">True while the baseline is too short for a z-score.</param>
/// <param name="IsStdZero">True when the baseline is constant; z is then zero by definition.</param>
/// <param name="BadPoints">Trades since the start that could not be counted.</param>
/// <param name="HasGap">True while trades since the last reset are missing, so that CVD is incomplete.</param>
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
