using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Portfolio;

/// <summary>Whether an order reduces or increases the position; reductions are sent first.</summary>
public enum DeltaPurpose : byte
{
    Reduce = 1,
    Increase = 2,
}

/// <summary>How a change from long to short, or the reverse, is executed in one-way mode.</summary>
public enum FlipMode : byte
{
    /// <summary>A reduce-only close, then an opening order on the other side after the close is filled.</summary>
    TwoStep = 1,

    /// <summary>One order through zero, which must not be reduce-only.</summary>
    Single = 2,
}

/// <summary>Why a symbol gets no order, or fewer orders than its target needs.</summary>
public enum DeltaSkip : byte
{
    None = 0,
    AtTarget = 1,

    /// <summary>The notional of the change is below band × equity, and the change is not a full close.</summary>
    InsideBand = 2,

    /// <summary>The change, or its opening leg, is below the minimum notional or the minimum quantity.</summary>
    BelowMinimum = 3,
}

/// <summary>Settings of order planning (spec/quant.md §6.4).</summary>
/// <param name="Band">Share of equity below which a change that is not a full close is ignored.</param>
public sealed record DeltaRules(FlipMode Flip = FlipMode.TwoStep, double Band = 0.0005);

/// <summary>One order that moves a position toward its target.</summary>
/// <param name="Quantity">Positive, a multiple of the lot step.</param>
/// <param name="ReduceOnly">The reduce-only flag of the order; always false in hedge mode, where the position side implies it and the exchange refuses the flag.</param>
/// <param name="Price">The price used to value the plan; not a limit price.</param>
/// <param name="AfterReduction">True for the opening leg of a two-step flip: released when the closing leg is filled.</param>
public sealed record DeltaOrder(
    string Symbol, Side Side, PositionSide PositionSide, Quantity Quantity, bool ReduceOnly, DeltaPurpose Purpose, Price Price, bool AfterReduction = false)
{
    public Notional Notional => Price * Quantity;
}

/// <summary>The orders of one symbol, reductions first, and the reason when orders were skipped.</summary>
public sealed record DeltaPlan(string Symbol, IReadOnlyList<DeltaOrder> Orders, DeltaSkip Skip);
