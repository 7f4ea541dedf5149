using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>Limits for the child orders of a parent (quant.md §7.1).</summary>
/// <param name="Lot">Valid for both limit and market orders.</param>
/// <param name="Tick">Price tick; zero for none.</param>
/// <param name="MinNotional">Minimum price × quantity of an order that opens a position.</param>
/// <param name="CatchupMultiple">Maximum size of a slice, as a multiple of an equal slice.</param>
/// <param name="ParticipationCap">Maximum size of a slice, as a share of the market's volume of the last five minutes.</param>
/// <param name="SlippageMax_bps">Maximum distance from the reference price for fills of an order that crosses the spread.</param>
public sealed record ChildRules(
    LotSize Lot, Price Tick, Notional MinNotional, double CatchupMultiple = 3, double ParticipationCap = 0.10, double SlippageMax_bps = 30)
{
    public static ChildRules Of(Instrument instrument) => new(instrument.CoarserLot(), instrument.Price.Tick, instrument.MinNotional);
}

/// <summary>The terms of a parent, fixed at its start.</summary>
/// <param name="Reduces">True when the parent reduces a position; it is then exempt from the minimum notional.</param>
/// <param name="Arrival">Mid price at the start; zero when there was no quote.</param>
public sealed record ParentPlan(ParentAlgorithm Algorithm, Side Side, bool Reduces, Price Arrival, ExecutionSchedule Schedule, ChildRules Rules);

/// <summary>The state of a child order as the policy needs it.</summary>
public enum ChildPhase : byte
{
    /// <summary>Sent or resting; it can still fill.</summary>
    Working = 1,

    /// <summary>Its outcome is not known; no new order is sent until it is.</summary>
    Unknown = 2,

    /// <summary>Ended, possibly after fills.</summary>
    Ended = 3,

    /// <summary>Refused; the same order would be refused again.</summary>
    Refused = 4,
}

/// <summary>One child of a parent.</summary>
/// <param name="Slice">Index in the schedule; the completion order has the number of slices as index.</param>
/// <param name="IsPassive">True when it rests at the best price; false when it crosses the spread.</param>
/// <param name="Filled">Cumulative filled quantity, as reported by the exchange.</param>
/// <param name="Changed_ms">Time of its last change.</param>
public readonly record struct ChildProgress(int Slice, bool IsPassive, ChildPhase Phase, Quantity Quantity, Quantity Filled, long Changed_ms)
{
    public bool IsLive => Phase is ChildPhase.Working or ChildPhase.Unknown;

    /// <summary>Quantity that can still fill.</summary>
    public Quantity Open => IsLive ? Quantity - Filled : Quantity.Zero;
}

/// <summary>The market data on which the policy decides.</summary>
/// <param name="Bid">Best bid; zero for none.</param>
/// <param name="Ask">Best ask; zero for none.</param>
/// <param name="RecentVolume">Volume of the last five minutes; null when it is unknown, and the participation cap then does not apply.</param>
/// <param name="Closed">Why no order can be sent at this time, such as a trading halt; empty when orders can be sent.</param>
public sealed record MarketView(Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity, Quantity? RecentVolume, string Closed = "")
{
    public bool HasQuote => Bid.Units > 0 && Ask.Units > 0;

    /// <summary>The mid price; zero unless both sides have a price.</summary>
    public Price Middle => HasQuote ? Price.FromUnits((Bid.Units + Ask.Units) / 2) : Price.Zero;
}
