using Platform.Primitives.Numbers;

namespace Platform.Domain.Orders;

/// <summary>The terms of a parent order, fixed when it is planned.</summary>
/// <param name="Label">Label of the run that planned it; empty for an operator's run.</param>
/// <param name="Planned">Planned quantity, positive.</param>
/// <param name="Reduces">True when the parent reduces a position; in hedge mode <paramref name="ReduceOnly"/> does not indicate this.</param>
/// <param name="Target">Signed quantity of the position after the parent is completely filled.</param>
/// <param name="Decision">Price on which the strategy based its decision; zero when it gave none.</param>
/// <param name="Arrival">Mid price when the parent was planned; zero when there was no quote.</param>
/// <param name="After">Id of the parent that must be filled before this parent starts; empty for none.</param>
/// <param name="Denied">Why the parent is denied; empty when it is accepted.</param>
/// <param name="SlippageMax_bps">Maximum distance of fills from the arrival price; 0 for the configured limit.</param>
public sealed record ParentTerms(
    string ParentId, string RunId, string Label, string Symbol, Side Side, PositionSide PositionSide, Quantity Planned, bool ReduceOnly, bool Reduces,
    Quantity Target, Price Decision, Price Arrival, string After, string Denied, double SlippageMax_bps = 0)
{
    /// <summary>True for a parent of a strategy run; false when an operator or a risk rule ordered it.</summary>
    public bool IsTrade => Label.Length > 0;
}

/// <summary>The cumulative target of a VWAP parent at the end of one window.</summary>
public readonly record struct ScheduleWindow(long Start_ms, long End_ms, Quantity Cumulative);

/// <summary>The execution schedule of a parent, fixed when it starts; equal terms and parent id always give the same schedule.</summary>
/// <param name="Slices">Number of TWAP slices; 1 for Market; not used by VWAP.</param>
/// <param name="Interval_ms">Time between slices.</param>
/// <param name="TimeJitter">Random variation of release times, as a share of the interval.</param>
/// <param name="SizeJitter">Random variation of sizes, as a share of an equal slice.</param>
/// <param name="PassiveFraction">Share of the interval in which a slice rests in the book before it crosses the spread.</param>
/// <param name="Step">Quantity step at the start.</param>
/// <param name="Windows">Windows of a VWAP parent; otherwise empty.</param>
/// <param name="Note">Why the algorithm differs from the requested one; empty when it does not.</param>
public sealed record ScheduleTerms(
    ParentAlgorithm Algorithm, long Start_ms, long Horizon_ms, int Slices, long Interval_ms, double TimeJitter, double SizeJitter, double PassiveFraction,
    Quantity Step, IReadOnlyList<ScheduleWindow> Windows, string Note = "")
{
    public long End_ms => Start_ms + Horizon_ms;

    /// <summary>A schedule that sends the whole quantity at once and ends at the deadline.</summary>
    public static ScheduleTerms Immediate(long start_ms, long horizon_ms, Quantity step, string note = "") =>
        new(ParentAlgorithm.Market, start_ms, horizon_ms, 1, horizon_ms, 0, 0, 0, step, [], note);
}
