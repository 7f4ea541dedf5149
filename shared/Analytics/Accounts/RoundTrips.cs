using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>A position of one symbol from opening to zero or to the opposite side; the profit is net of fees and funding.</summary>
public readonly record struct RoundTrip(long Opened_ms, long Closed_ms, bool IsLong, Money NetPnl);

/// <summary>Round trips and their statistics (quant.md §8.2). Average-cost accounting, as on the exchange in one-way mode.</summary>
/// <param name="HitRate">Share of closed trips with a profit above zero; zero profit counts as a loss; NaN without trips.</param>
/// <param name="ProfitFactor">Sum of gains divided by sum of losses; NaN without losses.</param>
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

    /// <summary>Round trips of the closed positions, in the given order.</summary>
    public static IReadOnlyList<RoundTrip> ClosedOf(IEnumerable<PositionTrade> trades) =>
        [.. trades.Where(trade => !trade.IsOpen).Select(trade => new RoundTrip(trade.Opened_ms, trade.Closed_ms, trade.IsLong, trade.NetPnl.Truncate()))];
}
