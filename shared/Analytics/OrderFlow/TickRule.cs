namespace Platform.Analytics.OrderFlow;

/// <summary>
/// Determines the side of a trade from the price only (Lee and Ready's tick test, spec/quant.md §4.1): the direction of the last price change,
/// inherited by a limited number of trades without a change, for a limited time. Both limits count from the change.
/// </summary>
internal sealed class TickRule(CvdOptions options)
{
    private AggressorSide _direction;
    private long? _changed_ms;
    private int _zeroTicks;
    private bool _moved;

    /// <summary>The last valid price; null before the first.</summary>
    public decimal? LastPrice { get; private set; }

    /// <summary>Accepts every trade with a valid price, also a trade that is not counted afterwards.</summary>
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

    /// <summary>The side of the last observed trade; unknown when the price does not determine it.</summary>
    public AggressorSide Decide(long? time_ms)
    {
        if (_moved || _direction == AggressorSide.Unknown)
            return _direction;
        if (_zeroTicks <= options.ZeroTicksMax)
            _zeroTicks++;
        return _zeroTicks <= options.ZeroTicksMax && !IsTooOld(time_ms) ? _direction : AggressorSide.Unknown;
    }

    /// <summary>True when the last price change is too old. Without both times only the limit on the number of trades applies.</summary>
    private bool IsTooOld(long? time_ms) => time_ms is { } now && _changed_ms is { } then && (Int128)now - then > options.ZeroTickAgeMax_ms;
}
