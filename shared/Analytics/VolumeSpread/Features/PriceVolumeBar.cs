using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.VolumeSpread.Features;

/// <summary>A closed bar as input of volume-spread analysis: exact prices and base volume. An empty bar has the previous close in all four prices.</summary>
/// <param name="OpenTime_ms">Unix ms, inclusive start of the window.</param>
public readonly record struct PriceVolumeBar(long OpenTime_ms, Price Open, Price High, Price Low, Price Close, Volume Volume)
{
    /// <summary>True for a bar without trades.</summary>
    public bool IsEmpty => Volume.IsZero;

    public static PriceVolumeBar From(Bar bar) => new(bar.OpenTime_ms, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);

    /// <summary>Creates a bar from doubles, rounded to 8 decimals; false when a value is not finite or the bar is inconsistent.</summary>
    public static bool TryFromDoubles(long openTime_ms, double open, double high, double low, double close, double volume, out PriceVolumeBar bar)
    {
        const double max = 9e10;
        bar = default;
        if (!(open < max && high < max && low < max && close < max && volume < 1e18))
            return false;
        bar = new PriceVolumeBar(openTime_ms, Rounded(open), Rounded(high), Rounded(low), Rounded(close), Volume.FromUnits((Int128)Math.Round(volume * Quantity.One)));
        return bar.Impossible() is null;
    }

    /// <summary>A text that states why the bar is inconsistent; null when it is consistent.</summary>
    public string? Impossible()
    {
        if (Open.Sign <= 0 || High.Sign <= 0 || Low.Sign <= 0 || Close.Sign <= 0)
            return "a price is not positive";
        if (High < Low || High < Open || High < Close || Low > Open || Low > Close)
            return $"high {High} and low {Low} must enclose open {Open} and close {Close}";
        return Volume.Units < 0 ? "the volume is negative" : null;
    }

    private static Price Rounded(double price) => Price.FromUnits((long)Math.Round(price * Price.One));
}
