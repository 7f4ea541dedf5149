using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>One fill as round trips need it.</summary>
/// <param name="Signed">Positive for a purchase.</param>
/// <param name="Fee">Commission in the margin asset.</param>
public readonly record struct TripFill(long Time_ms, Quantity Signed, Price Price, Money Fee);

/// <summary>A position from zero to zero, or to the other sign, of one symbol; the profit is net of fees and funding.</summary>
public readonly record struct RoundTrip(long Opened_ms, long Closed_ms, bool IsLong, Money NetPnl);

/// <summary>Round trips and their statistics (quant.md §8.2). Average-cost accounting, as the exchange's in one-way mode.</summary>
/// <param name="HitRate">Trips above zero over all closed; a tie is a loss; NaN without any.</param>
/// <param name="ProfitFactor">Sum of gains over sum of losses; NaN without losses.</param>
public sealed record RoundTrips(IReadOnlyList<RoundTrip> Closed, double HitRate, double ProfitFactor)
{
    public static RoundTrips Of(IEnumerable<RoundTrip> closed)
    {
        RoundTrip[] trips = [.. closed];
        double gains = trips.Where(trip => trip.NetPnl.Sign > 0).Sum(trip => trip.NetPnl.ToDouble());
        double losses = -trips.Where(trip => trip.NetPnl.Sign < 0).Sum(trip => trip.NetPnl.ToDouble());
        return new RoundTrips(
            trips, trips.Length == 0 ? double.NaN : trips.Count(trip => trip.NetPnl.Sign > 0) / (double)trips.Length, losses > 0 ? gains / losses : double.NaN);
    }

    /// <summary>The closed trips of one symbol in the order of time; a position still open at the end is not one.</summary>
    /// <param name="funding">Income by time, positive when received; it belongs to the trip that is open then.</param>
    public static IReadOnlyList<RoundTrip> Find(IEnumerable<TripFill> fills, IEnumerable<(long Time_ms, Money Amount)> funding)
    {
        var trips = new List<RoundTrip>();
        using IEnumerator<(long Time_ms, Money Amount)> income = funding.GetEnumerator();
        bool more = income.MoveNext();
        Quantity position = Quantity.Zero;
        Notional cash = Notional.Zero;
        long opened_ms = 0;
        foreach (TripFill fill in fills)
        {
            for (; more && income.Current.Time_ms <= fill.Time_ms; more = income.MoveNext())
                cash += position.IsZero ? Notional.Zero : income.Current.Amount.ToNotional();
            Quantity after = position + fill.Signed;
            bool ends = !position.IsZero && (after.IsZero || after.Sign != position.Sign);
            Quantity closing = ends ? -position : fill.Signed;
            // A fill through zero pays its fee in the parts of its two halves.
            Notional fee = fill.Fee.ToNotional(), closingFee = ends ? Notional.FromUnits(fee.Units * closing.Abs.Units / fill.Signed.Abs.Units) : fee;
            if (position.IsZero)
                (opened_ms, cash) = (fill.Time_ms, Notional.Zero);
            cash -= fill.Price * closing + closingFee;
            if (ends)
            {
                trips.Add(new RoundTrip(opened_ms, fill.Time_ms, position.Sign > 0, cash.Truncate()));
                (opened_ms, cash) = (fill.Time_ms, -(fill.Price * after + (fee - closingFee)));
            }

            position = after;
        }

        return trips;
    }
}
