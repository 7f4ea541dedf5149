using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Analytics.Risk;

/// <summary>
/// Daily loss and drawdown of an account without deposits, withdrawals and transfers (quant.md §8.1): a deposit does not hide a
/// loss, and a withdrawal is not a loss. Immutable; each sample returns the next index.
/// </summary>
/// <param name="Equity">Equity at the last sample; zero before the first.</param>
/// <param name="Index">Π(1 + r), 1 at the first sample.</param>
/// <param name="Peak">Maximum of the index.</param>
/// <param name="DayStart">Index of the last sample before the UTC day; 1 on the first day.</param>
/// <param name="Day_ms">Start of that day, Unix ms; -1 before the first sample.</param>
public sealed record EquityIndex(Money Equity, double Index, double Peak, double DayStart, long Day_ms)
{
    public static EquityIndex Empty { get; } = new(Money.Zero, 1, 1, 1, -1);

    /// <summary>Loss since the start of the day; negative for a gain.</summary>
    public double DailyLoss => 1 - Index / DayStart;

    /// <summary>Fall from the peak; 0 at the peak.</summary>
    public double Drawdown => 1 - Index / Peak;

    /// <param name="flow">Transfers in minus transfers out since the previous sample.</param>
    public EquityIndex After(long at_ms, Money equity, Money flow)
    {
        long day_ms = UnixTime.FloorTo(at_ms, UnixTime.MillisecondsPerDay);
        // Without a positive previous equity the return is undefined: the index stays, and the margin rules apply.
        double step = Equity.Sign > 0 ? (equity - flow).ToDouble() / Equity.ToDouble() : 1;
        double index = Math.Max(0, Index * step);
        // The day is measured from the last sample of the previous day.
        double dayStart = Day_ms < 0 ? index : day_ms == Day_ms ? DayStart : Index;
        return new EquityIndex(equity, index, Math.Max(Peak, index), Math.Max(dayStart, double.Epsilon), day_ms);
    }
}
