using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>Sums over the children of a parent; maker and taker fills count as filled (quant.md §7.1).</summary>
/// <param name="Working">Quantity that live children with a known state can still fill.</param>
/// <param name="Unknown">Quantity that children with an unknown outcome may have filled or can still fill.</param>
public sealed record ParentProgress(Quantity Filled, Quantity Working, Quantity Unknown, bool HasUnknown, bool IsLive)
{
    private IReadOnlyList<ChildProgress> Children { get; init; } = [];

    public static ParentProgress Of(IReadOnlyList<ChildProgress> children)
    {
        Quantity filled = Quantity.Zero, working = Quantity.Zero, unknown = Quantity.Zero;
        bool hasUnknown = false, isLive = false;
        foreach (ChildProgress child in children)
        {
            filled += child.Filled;
            isLive |= child.IsLive;
            if (child.Phase == ChildPhase.Unknown)
                (unknown, hasUnknown) = (unknown + child.Open, true);
            else
                working += child.Open;
        }

        return new ParentProgress(filled, working, unknown, hasUnknown, isLive) { Children = children };
    }

    /// <summary>Quantity filled by children of the slice.</summary>
    public Quantity FilledIn(int slice)
    {
        Quantity filled = Quantity.Zero;
        foreach (ChildProgress child in Children)
        {
            if (child.Slice == slice)
                filled += child.Filled;
        }

        return filled;
    }

    /// <summary>Quantity filled by children of other slices.</summary>
    public Quantity FilledBefore(int slice) => Filled - FilledIn(slice);
}

/// <summary>The maximum quantity of one slice (quant.md §7.1).</summary>
public static class SliceAllowance
{
    /// <summary>
    /// The open part of the cumulative target, limited by the catch-up multiple of a planned slice and by the participation cap's
    /// share of the recent volume. For Market only the target applies.
    /// </summary>
    /// <param name="before">Quantity filled by earlier slices.</param>
    public static Quantity Of(ParentPlan plan, int slice, Quantity before, Quantity? recentVolume)
    {
        Quantity wanted = plan.Schedule.Slices[slice].Cumulative - before;
        if (plan.Algorithm == Domain.Orders.ParentAlgorithm.Market)
            return wanted;
        Quantity planned = Quantity.FromUnits(plan.Schedule.Total.Units / plan.Schedule.Slices.Count);
        // A window with high usual volume plans more than an equal slice; that is not a catch-up.
        if (plan.Algorithm == Domain.Orders.ParentAlgorithm.Vwap)
            planned = Quantity.Max(planned, plan.Schedule.PlannedOf(slice));
        Quantity allowed = Quantity.Min(wanted, SliceJitter.ShareOf(planned, plan.Rules.CatchupMultiple));
        return recentVolume is { } volume ? Quantity.Min(allowed, Participation(volume, plan.Rules.ParticipationCap)) : allowed;
    }

    /// <summary>The allowed share of a market volume, truncated to whole units.</summary>
    public static Quantity Participation(Quantity recentVolume, double cap) => SliceJitter.ShareOf(recentVolume, cap);
}
