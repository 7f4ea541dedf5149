namespace Platform.Analytics.Arbitrage;

/// <summary>
/// The offset of an exchange's clock, as the rolling minimum of arrival less exchange time (quant.md §9.3): the fastest message of the last
/// one to two minutes. It contains the shortest network delay, which cannot be separated from it. One thread.
/// </summary>
public sealed class ClockOffset
{
    private const long Window_ns = 60_000_000_000;

    private double _current_ms = double.PositiveInfinity;
    private double _previous_ms = double.PositiveInfinity;
    private long _windowStart_ns = long.MinValue;

    /// <summary>Milliseconds to add to an exchange time to get local time; zero before the first message.</summary>
    public double Offset_ms => double.IsPositiveInfinity(Math.Min(_current_ms, _previous_ms)) ? 0 : Math.Min(_current_ms, _previous_ms);

    public void Add(long received_ns, long exchangeTime_ms)
    {
        if (_windowStart_ns == long.MinValue || received_ns - _windowStart_ns >= 2 * Window_ns)
            (_windowStart_ns, _previous_ms, _current_ms) = (received_ns, double.PositiveInfinity, double.PositiveInfinity);
        else if (received_ns - _windowStart_ns >= Window_ns)
            (_windowStart_ns, _previous_ms, _current_ms) = (_windowStart_ns + Window_ns, _current_ms, double.PositiveInfinity);
        _current_ms = Math.Min(_current_ms, received_ns / 1e6 - exchangeTime_ms);
    }
}
