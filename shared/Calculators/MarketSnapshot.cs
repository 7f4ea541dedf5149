using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>One settled funding rate; with a positive rate, long positions paid.</summary>
public readonly record struct FundingPoint(long Time_ms, double Rate);

/// <summary>
/// The market data known at the end of one label, without later data; shared by the views of all calculators of one run.
/// </summary>
/// <param name="AsOf">The label of the newest bars; decisions are taken after its end.</param>
/// <param name="Symbols">The universe in force, exchange form, in ordinal order.</param>
/// <param name="Bars">By bar length and symbol; every series of 5-minute bars ends at <paramref name="AsOf"/>.</param>
/// <param name="Funding">Oldest first.</param>
/// <param name="Premium">5-minute bars of the premium index: open, high, low, close.</param>
public sealed record MarketSnapshot(
    Label AsOf,
    IReadOnlyList<string> Symbols,
    IReadOnlyDictionary<(BarInterval Interval, string Symbol), BarSeries> Bars,
    IReadOnlyDictionary<string, IReadOnlyList<FundingPoint>> Funding,
    IReadOnlyDictionary<string, BarSeries> Premium);
