using Platform.Primitives.Time;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Model;

/// <summary>The state shared by all contracts at one moment: the common factor of log prices, and two components of the log volatility, a slow one (about an hour) and a fast one (about a minute), each with mean 0.</summary>
internal readonly record struct CommonMove(double Factor, double Slow, double Fast);

/// <summary>The common factor of the model: a random walk whose volatility has a slow and a fast component.</summary>
internal sealed class CommonMarket(ulong seed, long start_ms)
{
    private const double SlowReversion = 1 / 3_000.0;
    private const double SlowDeviation = 0.36;
    private const double FastReversion = 1 / 90.0;
    private const double FastDeviation = 0.38;

    private SeededStream _stream = SeededStream.Of(seed, 0xF0);
    private double _factor;
    private double _slow;
    private double _fast;
    private long _last_ms = start_ms;

    public void Serialize(SnapshotSerializer serializer)
    {
        serializer.Value(ref _stream);
        (_factor, _slow, _fast, _last_ms) = (serializer.Value(_factor), serializer.Value(_slow), serializer.Value(_fast), serializer.Value(_last_ms));
    }

    public CommonMove MoveTo(long now_ms)
    {
        double elapsed = (now_ms - _last_ms) / 1000.0;
        _last_ms = now_ms;
        if (elapsed > 0)
        {
            _slow += -SlowReversion * elapsed * _slow + SlowDeviation * Math.Sqrt(2 * SlowReversion * elapsed) * _stream.Normal();
            _fast += -FastReversion * elapsed * _fast + FastDeviation * Math.Sqrt(2 * FastReversion * elapsed) * _stream.Normal();
            _factor += Math.Exp(_slow + _fast - 0.27) * Math.Sqrt(elapsed) * _stream.Normal();
        }

        return new CommonMove(_factor, _slow, _fast);
    }
}

/// <summary>Relative activity by the hour of the day (UTC), with a mean of about 1: lowest at 04:00, highest while markets in Europe and America are both open.</summary>
internal static class Seasonality
{
    public static double At(long time_ms)
    {
        double hour = (double)(time_ms % UnixTime.MillisecondsPerDay) / UnixTime.MillisecondsPerHour;
        return 1 + 0.25 * Math.Cos((hour - 14.8) * Math.PI / 12) + 0.09 * Math.Cos((hour - 1.5) * Math.PI / 6);
    }
}
