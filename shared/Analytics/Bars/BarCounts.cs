namespace Platform.Analytics.Bars;

/// <summary>What happened to the trades offered (the metrics of spec/quant.md §1.5). Written by the builder's thread; readers may see it a moment late.</summary>
public sealed class BarCounts
{
    public long Trades;
    public long Duplicates;
    public long Conflicts;
    public long Reordered;
    public long LateTrades;
    public long LateDropped;
    public long BadTrades;
    public long FutureTrades;
    public long Gaps;
    public long GapsUnresolved;
    public long HeldDropped;
    public long Bars;
    public long Revisions;
    public long SuspectBars;
    public long NoHistoryWindows;
}
