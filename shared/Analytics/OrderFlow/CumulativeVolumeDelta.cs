using Platform.Primitives.Time;

namespace Platform.Analytics.OrderFlow;

/// <summary>
/// Cumulative volume delta (CVD) of one symbol with its average and z-score (spec/quant.md §4). Accepts trades in the order of arrival;
/// invalid trades are counted and ignored. Not thread-safe; no allocation per trade.
/// </summary>
public sealed class CumulativeVolumeDelta
{
    /// <summary>After this many consecutive trades of an earlier day the newer day is treated as an error of one trade, not as midnight.</summary>
    private const int EarlierDayTrades = 32;

    private readonly CvdOptions _options;
    private readonly TickRule _tickRule;
    private readonly IZScoreMeasure _z;
    private readonly TradeContinuity _ids = new();
    private long? _day;
    private int _earlier;
    private bool _hasLostTrades;
    private bool _hasValue;

    public CumulativeVolumeDelta(CvdOptions? options = null)
    {
        _options = options ?? CvdOptions.Default;
        _options.Verify();
        _tickRule = new TickRule(_options);
        _z = _options.ZMode == ZMode.Delta ? new DeltaZScore(_options) : new LevelZScore(_options);
    }

    /// <summary>Buys minus sells since the start or the last reset, base asset.</summary>
    public decimal Cvd { get; private set; }

    public double Ema { get; private set; }

    public long BadPoints { get; private set; }

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Number of gaps in the trade ids.</summary>
    public long Gaps { get; private set; }

    public long Resets { get; private set; }

    /// <summary>True while trades since the last reset are missing; false again when they arrive late.</summary>
    public bool HasGap => _hasLostTrades || _ids.HasGap;

    /// <summary>Null before the first valid price.</summary>
    public decimal? LastPrice => _tickRule.LastPrice;

    /// <summary>Event time of the last accepted trade with a time, Unix ms.</summary>
    public long? LastTime_ms { get; private set; }

    /// <summary>Processes one trade and returns the CVD after it, also when the trade was not counted.</summary>
    public CvdPoint Update(in TradePrint trade)
    {
        if (trade.Id is { } id)
        {
            if (!_ids.TryTake(id, out bool beginsGap))
            {
                Duplicates++;
                return Unchanged(TradeOutcome.Duplicate);
            }

            if (beginsGap)
                BeginGap();
        }

        if (trade.Price > 0)
            _tickRule.Observe(trade.Price, trade.Time_ms);
        AggressorSide side = trade.Quantity > 0 && trade.Price > 0 ? SideOf(in trade) : AggressorSide.Unknown;
        decimal change = side == AggressorSide.Sell ? -trade.Quantity : trade.Quantity;
        if (_options.Reset == CvdReset.DailyUtc && side != AggressorSide.Unknown)
            BeginDay(trade.Time_ms);
        if (side == AggressorSide.Unknown || !TryAdd(Cvd, change, out decimal cvd))
        {
            BadPoints++;
            return Unchanged(TradeOutcome.Bad);
        }

        return Accept(side, cvd, change, trade.Time_ms);
    }

    /// <summary>Marks an id as seen that does not belong to a market trade, such as a trade of the insurance fund.</summary>
    public void Skip(long id)
    {
        if (_ids.TryTake(id, out bool beginsGap) && beginsGap)
            BeginGap();
    }

    /// <summary>Records that trades were lost without a gap in ids: a source without ids was interrupted.</summary>
    public void MarkGap()
    {
        _hasLostTrades = true;
        BeginGap();
    }

    /// <summary>Resets CVD, average, baseline and gap to zero; prices and counters continue.</summary>
    public void Reset()
    {
        Cvd = 0;
        Ema = 0;
        _hasValue = false;
        _hasLostTrades = false;
        _ids.ForgetGaps();
        _z.Clear();
        Resets++;
    }

    private CvdPoint Accept(AggressorSide side, decimal cvd, decimal change, long? time_ms)
    {
        Cvd = cvd;
        double value = (double)cvd;
        Ema = _hasValue ? _options.EmaAlpha * value + (1 - _options.EmaAlpha) * Ema : value;
        _hasValue = true;
        ZScore z = _z.Next(cvd, change, time_ms);
        Accepted++;
        LastTime_ms = time_ms ?? LastTime_ms;
        return new CvdPoint(TradeOutcome.Accepted, side, cvd, z.Value, Ema, z.IsWarmingUp, z.IsStdZero, BadPoints, HasGap);
    }

    private CvdPoint Unchanged(TradeOutcome outcome) =>
        new(outcome, AggressorSide.Unknown, Cvd, null, Ema, IsWarmingUp: false, IsStdZero: false, BadPoints, HasGap);

    private AggressorSide SideOf(in TradePrint trade) => trade.Side != AggressorSide.Unknown ? trade.Side : _tickRule.Decide(trade.Time_ms);

    private void BeginGap()
    {
        Gaps++;
        if (_options.Reset == CvdReset.OnGap)
            Reset();
    }

    private void BeginDay(long? time_ms)
    {
        if (time_ms is not { } now)
            return;
        long day = Math.DivRem(now, UnixTime.MillisecondsPerDay).Quotient;
        _earlier = day < _day ? _earlier + 1 : 0;
        if (day > _day)
            Reset();
        if (_day is null || day > _day || _earlier == EarlierDayTrades)
            _day = day;
    }

    /// <summary>False when a decimal cannot hold all digits of the sum: the sum exceeds 10^28, or the change is too small relative to it.</summary>
    private static bool TryAdd(decimal cvd, decimal change, out decimal sum)
    {
        const decimal Limit = 1e28m;
        sum = Math.Abs(change) <= Limit ? cvd + change : cvd;
        return sum != cvd && Math.Abs(sum) <= Limit;
    }
}
