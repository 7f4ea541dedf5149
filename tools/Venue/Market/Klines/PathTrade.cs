using Platform.Domain.Orders;

namespace Platform.Venue.Market.Klines;

/// <summary>One print that a recorded bar was turned into, and how many trades it stands for.</summary>
internal readonly record struct PathTrade(long Time_ms, long Price, long Quantity, Side Taker, long Trades = 1);
