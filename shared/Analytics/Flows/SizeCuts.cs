using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Flows;

/// <summary>
/// The three quote amounts that divide trades into four size buckets (spec/quant.md §2.1). Immutable.
/// Comparison is exact: a cut such as 40000/7 is stored as the largest amount with 16 decimals that does not exceed it.
/// </summary>
public sealed class SizeCuts
{
    private readonly Int128 _first;
    private readonly Int128 _second;
    private readonly Int128 _third;

    private SizeCuts(Int128 first, Int128 second, Int128 third, string version)
    {
        Check.That(first > 0 && first < second && second < third, "trade-size cuts must be positive and ascending");
        _first = first;
        _second = second;
        _third = third;
        Version = version;
    }

    /// <summary>The cuts commonly used by data vendors for Chinese A-shares, at the constant rate 7.0: 40 000, 200 000 and 1 000 000 RMB.</summary>
    public static SizeCuts Rmb7 { get; } = FromRmb(40_000, 200_000, 1_000_000, Rate.Parse("7"), "rmb7");

    /// <summary>Identifies the cuts; stored with the bars, because bars with different cuts are not comparable.</summary>
    public string Version { get; }

    /// <summary>The cuts in USDT, truncated to 16 decimals, smallest first.</summary>
    public IReadOnlyList<Notional> Amounts => [Notional.FromUnits(_first), Notional.FromUnits(_second), Notional.FromUnits(_third)];

    /// <summary>Computes cuts from whole RMB amounts and a fixed RMB-per-USDT rate.</summary>
    public static SizeCuts FromRmb(long first, long second, long third, Rate rmb_per_usdt, string version) => new(
        InUsdt(first, rmb_per_usdt), InUsdt(second, rmb_per_usdt), InUsdt(third, rmb_per_usdt), version);

    /// <summary>0 to 3 for buckets 1 to 4; an amount equal to a cut belongs to the smaller bucket.</summary>
    public int IndexOf(Int128 quoteUnits)
    {
        if (quoteUnits <= _first)
            return 0;
        if (quoteUnits <= _second)
            return 1;
        return quoteUnits <= _third ? 2 : 3;
    }

    private static Int128 InUsdt(long rmb, Rate rate)
    {
        Check.That(rate.Units > 0, "the RMB rate must be positive");
        return (Int128)rmb * FixedText.PowerOfTen(Notional.Scale) * FixedText.PowerOfTen(Rate.Scale) / rate.Units;
    }
}
