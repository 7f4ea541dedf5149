using Platform.Primitives.Numbers;

namespace Platform.Domain.Orders;

/// <summary>What a parent is to do, fixed when it is planned.</summary>
/// <param name="Label">Label of the run that planned it; empty for an operator's run.</param>
/// <param name="Planned">Positive.</param>
/// <param name="Reduces">It makes a position smaller; in hedge mode <paramref name="ReduceOnly"/> does not show it.</param>
/// <param name="Target">Signed quantity the position is to have when everything is filled.</param>
/// <param name="Decision">Price the strategy decided at; zero when it gave none.</param>
/// <param name="Arrival">Middle of the quote when it was planned; zero when there was none.</param>
/// <param name="After">Id of the parent that must be filled before this one starts; empty for none.</param>
/// <param name="Denied">Why nothing is sent for it; empty when it is worked.</param>
/// <param name="SlippageMax_bps">How far from the arrival price its orders may fill; 0: the configured distance.</param>
public sealed record ParentTerms(
    string ParentId, string RunId, string Label, string Symbol, Side Side, PositionSide PositionSide, Quantity Planned, bool ReduceOnly, bool Reduces,
    Quantity Target, Price Decision, Price Arrival, string After, string Denied, double SlippageMax_bps = 0)
{
    /// <summary>It belongs to a run of the strategy; else an operator or a risk rule ordered it.</summary>
    public bool IsTrade => Label.Length > 0;
}

/// <summary>What a VWAP parent is to have done at the end of one window.</summary>
public readonly record struct ScheduleWindow(long Start_ms, long End_ms, Quantity Cumulative);

/// <summary>How a parent is worked, fixed when it starts; the same terms and parent id always give the same schedule.</summary>
/// <param name="Slices">Number of TWAP slices; 1 for Market; not used by VWAP.</param>
/// <param name="Interval_ms">Distance of slices.</param>
/// <param name="TimeJitter">Share of the interval by which releases vary.</param>
/// <param name="SizeJitter">Share of an even slice by which sizes vary.</param>
/// <param name="PassiveFraction">Share of the interval in which a slice rests before it crosses.</param>
/// <param name="Step">Grid of quantities when it started.</param>
/// <param name="Windows">Of a VWAP; else empty.</param>
/// <param name="Note">Why the algorithm is not the one that was asked for; empty when it is.</param>
public sealed record ScheduleTerms(
    ParentAlgorithm Algorithm, long Start_ms, long Horizon_ms, int Slices, long Interval_ms, double TimeJitter, double SizeJitter, double PassiveFraction,
    Quantity Step, IReadOnlyList<ScheduleWindow> Windows, string Note = "")
{
    public long End_ms => Start_ms + Horizon_ms;

    /// <summary>Everything immediately, until the deadline.</summary>
    public static ScheduleTerms Immediate(long start_ms, long horizon_ms, Quantity step, string note = "") =>
        new(ParentAlgorithm.Market, start_ms, horizon_ms, 1, horizon_ms, 0, 0, 0, step, [], note);
}
