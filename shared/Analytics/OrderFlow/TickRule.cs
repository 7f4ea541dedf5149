namespace Platform.Analytics.OrderFlow;

/// <summary>
/// The side of a trade from the price alone (Lee and Ready's tick test, spec/quant.md §4.1): the direction of the last price change,
/// inherited by a bounded number of trades without a change, for a bounded time. Both bounds count from the change.
/// </summary>
internal sealed class TickRule(CvdOptions options)
{
    private AggressorSide _direction;
    private long? _changed_ms;
    private int _zeroTicks;
    private bool _moved;

    /// <summary>The last valid price; null before the first.</summary>
    public decimal? LastPrice { get; private set; }

    /// <summary>Takes every trade with a valid price, also one that is not counted afterwards.</summary>
    public void Observe(decimal price, long? time_ms)
    {
        _moved = LastPrice is { } last && price != last;
        if (_moved)
        {
            _direction = price > LastPrice ? AggressorSide.Buy : AggressorSide.Sell;
            _changed_ms = time_ms;
            _zeroTicks = 0;
        }

        LastPrice = price;
    }

    /// <summary>The side of the trade just observed; unknown when the price does not decide it.</summary>
    public AggressorSide Decide(long? time_ms)
    {
        if (_moved || _direction == AggressorSide.Unknown)
            return _direction;
        if (_zeroTicks <= options.ZeroTicksMax)
            _zeroTicks++;
        return _zeroTicks <= options.ZeroTicksMax && !IsTooOld(time_ms) ? _direction : AggressorSide.Unknown;
    }

    /// <summary>Without both times only the count bounds.</summary>
    private bool IsTooOld(long? time_ms) => time_ms is { } now && _changed_ms is { } then && (Int128)now - then > options.ZeroTickAgeMax_ms;
}
