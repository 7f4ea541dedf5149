using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Portfolio;

/// <summary>Whether an order makes the position smaller or larger; reductions go first.</summary>
public enum DeltaPurpose : byte
{
    Reduce = 1,
    Increase = 2,
}

/// <summary>How a change of sign is worked in one-way mode.</summary>
public enum FlipMode : byte
{
    /// <summary>Close reduce-only, and open the other side after the close is filled.</summary>
    TwoStep = 1,

    /// <summary>One order through zero, which must not be reduce-only.</summary>
    Single = 2,
}

/// <summary>Why a symbol gets no order, or fewer than its target asks for.</summary>
public enum DeltaSkip : byte
{
    None = 0,
    AtTarget = 1,

    /// <summary>The change is worth less than band × equity and is not a full close.</summary>
    InsideBand = 2,

    /// <summary>The change, or the leg that opens, is below the minimum notional or the minimum quantity.</summary>
    BelowMinimum = 3,
}

/// <summary>What the plan of orders depends on in addition to positions and targets (spec/quant.md §6.4).</summary>
/// <param name="Band">Share of equity below which a change that is not a full close is left alone.</param>
public sealed record DeltaRules(FlipMode Flip = FlipMode.TwoStep, double Band = 0.0005);

/// <summary>One order that moves a position toward its target.</summary>
/// <param name="Quantity">Positive, on the lot grid.</param>
/// <param name="ReduceOnly">As sent; always false in hedge mode, where the position side implies it and the flag is refused.</param>
/// <param name="Price">The price the plan was valued at; not a limit price.</param>
/// <param name="AfterReduction">True for the opening leg of a two-step flip: released only when the closing leg is filled.</param>
public sealed record DeltaOrder(
    string Symbol, Side Side, PositionSide PositionSide, Quantity Quantity, bool ReduceOnly, DeltaPurpose Purpose, Price Price, bool AfterReduction = false)
{
    public Notional Notional => Price * Quantity;
}

/// <summary>The orders of one symbol, reductions first, and why there are none or fewer.</summary>
public sealed record DeltaPlan(string Symbol, IReadOnlyList<DeltaOrder> Orders, DeltaSkip Skip);
