using Platform.Primitives.Time;

namespace Platform.Venue.Market.Model;

/// <summary>How busy the hour of the day (UTC) is, mean about 1: quiet at 04:00, busiest when Europe and America overlap.</summary>
internal static class Seasonality
{
    public static double At(long time_ms)
    {
        double hour = (double)(time_ms % UnixTime.MillisecondsPerDay) / UnixTime.MillisecondsPerHour;
        return 1 + 0.25 * Math.Cos((hour - 14.8) * Math.PI / 12) + 0.09 * Math.Cos((hour - 1.5) * Math.PI / 6);
    }
}
