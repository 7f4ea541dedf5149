using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>Children of a parent in sums; both maker and taker fills count as filled (quant.md §7.1).</summary>
/// <param name="Working">What live children whose state is known may still fill.</param>
/// <param name="Unknown">What children of unknown fate may have filled or may still fill.</param>
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

    /// <summary>Filled by children of the slice.</summary>
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

    /// <summary>Filled by children of other slices.</summary>
    public Quantity FilledBefore(int slice) => Filled - FilledIn(slice);
}

/// <summary>How much one slice may take (quant.md §7.1).</summary>
public static class SliceAllowance
{
    /// <summary>
    /// What the cumulative target leaves open, at most the catch-up multiple of a planned slice and the participation cap's
    /// share of the recent volume. Market is immediate: only its target bounds it.
    /// </summary>
    /// <param name="before">Filled by earlier slices.</param>
    public static Quantity Of(ParentPlan plan, int slice, Quantity before, Quantity? recentVolume)
    {
        Quantity wanted = plan.Schedule.Slices[slice].Cumulative - before;
        if (plan.Algorithm == Domain.Orders.ParentAlgorithm.Market)
            return wanted;
        Quantity planned = Quantity.FromUnits(plan.Schedule.Total.Units / plan.Schedule.Slices.Count);
        // A window in which much usually trades plans more than an even slice; that is not catching up.
        if (plan.Algorithm == Domain.Orders.ParentAlgorithm.Vwap)
            planned = Quantity.Max(planned, plan.Schedule.PlannedOf(slice));
        Quantity allowed = Quantity.Min(wanted, SliceJitter.ShareOf(planned, plan.Rules.CatchupMultiple));
        return recentVolume is { } volume ? Quantity.Min(allowed, Participation(volume, plan.Rules.ParticipationCap)) : allowed;
    }

    /// <summary>The share of a market volume that may be taken, cut to whole units.</summary>
    public static Quantity Participation(Quantity recentVolume, double cap) => SliceJitter.ShareOf(recentVolume, cap);
}
