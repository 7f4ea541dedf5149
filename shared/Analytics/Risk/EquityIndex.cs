using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Analytics.Risk;

/// <summary>
/// Daily loss and drawdown of an account with deposits, withdrawals and transfers removed (quant.md §8.1): a deposit hides no
/// loss and a withdrawal is none. Immutable; each sample gives the next index.
/// </summary>
/// <param name="Equity">At the last sample; zero before the first.</param>
/// <param name="Index">Π(1 + r), 1 at the first sample.</param>
/// <param name="Peak">Highest index so far.</param>
/// <param name="DayStart">Index at the first sample of the UTC day.</param>
/// <param name="Day_ms">Start of that day, Unix ms; -1 before the first sample.</param>
public sealed record EquityIndex(Money Equity, double Index, double Peak, double DayStart, long Day_ms)
{
    public static EquityIndex Empty { get; } = new(Money.Zero, 1, 1, 1, -1);

    /// <summary>Fall since the first sample of the day; negative for a gain.</summary>
    public double DailyLoss => 1 - Index / DayStart;

    /// <summary>Fall from the peak, 0 at it.</summary>
    public double Drawdown => 1 - Index / Peak;

    /// <param name="flow">Transfers in minus transfers out since the sample before.</param>
    public EquityIndex After(long at_ms, Money equity, Money flow)
    {
        long day_ms = UnixTime.FloorTo(at_ms, UnixTime.MillisecondsPerDay);
        // Without a positive equity before there is no return: the index stays, and the margin rules apply.
        double step = Equity.Sign > 0 ? (equity - flow).ToDouble() / Equity.ToDouble() : 1;
        double index = Math.Max(0, Index * step);
        // The day is measured from the sample that ended the day before.
        double dayStart = Day_ms < 0 ? index : day_ms == Day_ms ? DayStart : Index;
        return new EquityIndex(equity, index, Math.Max(Peak, index), Math.Max(dayStart, double.Epsilon), day_ms);
    }
}
