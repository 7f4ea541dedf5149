using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>Bounds of the children of a parent (quant.md §7.1).</summary>
/// <param name="Lot">Valid for both limit and market orders.</param>
/// <param name="Tick">Grid of prices; zero for none.</param>
/// <param name="MinNotional">Smallest price × quantity of an order that opens.</param>
/// <param name="CatchupMultiple">A slice is at most this multiple of an even one.</param>
/// <param name="ParticipationCap">A slice is at most this share of the market's volume of the last five minutes.</param>
/// <param name="SlippageMax_bps">How far from the reference price an order that crosses may fill.</param>
public sealed record ChildRules(
    LotSize Lot, Price Tick, Notional MinNotional, double CatchupMultiple = 3, double ParticipationCap = 0.10, double SlippageMax_bps = 30)
{
    public static ChildRules Of(Instrument instrument) => new(instrument.CoarserLot(), instrument.Price.Tick, instrument.MinNotional);
}

/// <summary>Everything fixed about a parent when it starts.</summary>
/// <param name="Reduces">It makes a position smaller and is exempt from the minimum notional.</param>
/// <param name="Arrival">Middle of the quote at the start; zero when there was none.</param>
public sealed record ParentPlan(ParentAlgorithm Algorithm, Side Side, bool Reduces, Price Arrival, ExecutionSchedule Schedule, ChildRules Rules);

/// <summary>The state of a child order as the policy needs it.</summary>
public enum ChildPhase : byte
{
    /// <summary>On its way or resting; it may still fill.</summary>
    Working = 1,

    /// <summary>Its fate is not known; nothing new is sent before it is.</summary>
    Unknown = 2,

    /// <summary>Ended, maybe after fills.</summary>
    Ended = 3,

    /// <summary>Refused for good: the same order again would be refused again.</summary>
    Refused = 4,
}

/// <summary>One child of a parent.</summary>
/// <param name="Slice">Index in the schedule; the number of slices for the completion order.</param>
/// <param name="IsPassive">It rests at the best price; otherwise it crosses.</param>
/// <param name="Filled">Cumulative, as reported by the exchange.</param>
/// <param name="Changed_ms">Time of its last change.</param>
public readonly record struct ChildProgress(int Slice, bool IsPassive, ChildPhase Phase, Quantity Quantity, Quantity Filled, long Changed_ms)
{
    public bool IsLive => Phase is ChildPhase.Working or ChildPhase.Unknown;

    /// <summary>What it may still fill.</summary>
    public Quantity Open => IsLive ? Quantity - Filled : Quantity.Zero;
}

/// <summary>The market as seen when the policy is asked.</summary>
/// <param name="Bid">Best bid; zero for none.</param>
/// <param name="Ask">Best ask; zero for none.</param>
/// <param name="RecentVolume">Traded in the last five minutes; null when it is not known, and then no cap follows from it.</param>
/// <param name="Closed">Why nothing can be sent now, such as a halt; empty when it can.</param>
public sealed record MarketView(Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity, Quantity? RecentVolume, string Closed = "")
{
    public bool HasQuote => Bid.Units > 0 && Ask.Units > 0;

    /// <summary>Zero without both sides.</summary>
    public Price Middle => HasQuote ? Price.FromUnits((Bid.Units + Ask.Units) / 2) : Price.Zero;
}
