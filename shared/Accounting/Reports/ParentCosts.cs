using Platform.Accounting.Records;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using static Platform.Accounting.Reports.ReportFigures;

namespace Platform.Accounting.Reports;

/// <summary>One parent with its fills and their costs.</summary>
internal sealed record CostedParent(ParentRecord Record, ParentFills Fills, ParentCost Cost)
{
    /// <summary>False when no reference price is known: the shortfall is then undefined.</summary>
    public bool IsPriced => !Fills.Decision.IsZero;

    public Notional Base => Fills.Decision * Fills.Ordered;
}

/// <summary>Costs of the period's parents (quant.md §7.6), for each parent and by algorithm.</summary>
internal static class ParentCosts
{
    /// <param name="marketMax">Market figures are computed for at most this many parents, the newest, because each one reads the trades of its period.</param>
    public static IReadOnlyList<CostedParent> Of(ReportInput input, TradePrices? market, AssetPrices assets, int marketMax)
    {
        ILookup<string, FillRecord> fills = input.Fills.Where(fill => fill.ParentId.Length > 0).ToLookup(fill => fill.ParentId);
        HashSet<string> newest = [.. input.Parents.Where(parent => !parent.Filled.IsZero).OrderByDescending(parent => parent.Closed_ms).Take(marketMax).Select(parent => parent.ParentId)];
        // Sorted by symbol and time, so that each hour of trades is read once.
        return
        [
            .. input.Parents.OrderBy(parent => parent.Symbol, StringComparer.Ordinal).ThenBy(parent => parent.Started_ms)
                .Select(parent => Of(parent, fills[parent.ParentId], newest.Contains(parent.ParentId) ? market : null, assets)).OrderByDescending(parent => parent.Record.Closed_ms),
        ];
    }

    public static ReportedExecution Report(IReadOnlyList<CostedParent> parents, int parentsMax) => new(
        [.. parents.Where(parent => parent.Record.State != ParentState.Denied).GroupBy(parent => parent.Record.Algorithm).OrderBy(group => group.Key).Select(group => Sum(NameOf(group.Key), [.. group]))],
        [.. parents.Take(parentsMax).Select(Row)]);

    public static string NameOf(ParentAlgorithm algorithm) => algorithm.ToString().ToLowerInvariant();

    private static CostedParent Of(ParentRecord parent, IEnumerable<FillRecord> fills, TradePrices? market, AssetPrices assets)
    {
        FillRecord[] own = [.. fills];
        Money fees = own.Sum(fill => assets.InMargin(fill.Commission, fill.CommissionAsset, fill.Time_ms));
        ParentFills costed = parent.ToFills(fees, parent.LastPrice.IsZero && market is not null ? market.PriceAt(parent.Symbol, parent.Closed_ms) : Price.Zero);
        // Fills after the end of the schedule still belong to the parent.
        MarketInterval? interval = market?.Interval(parent.Symbol, parent.Started_ms, Math.Max(parent.Closed_ms, own.Length > 0 ? own.Max(fill => fill.Time_ms) : 0));
        return new CostedParent(parent, costed, ParentCost.Of(costed, interval));
    }

    private static ReportedAlgorithm Sum(string name, CostedParent[] parents)
    {
        CostedParent[] priced = [.. parents.Where(parent => parent.IsPriced)];
        Quantity[] maker = [.. parents.Select(parent => parent.Record.MakerFilled)];
        double filled = parents.Sum(parent => parent.Record.FilledQuote).ToDouble();
        double makerNotional = parents.Zip(maker, (parent, part) => Ratio(part.ToDouble(), parent.Record.Filled.ToDouble()) * parent.Record.FilledQuote.ToDouble()).Where(double.IsFinite).Sum();
        double ordered = priced.Sum(parent => parent.Base.ToDouble());
        double done = priced.Sum(parent => (parent.Fills.Decision * parent.Fills.Filled).ToDouble());
        return new ReportedAlgorithm(
            name, parents.Length, parents.Sum(parent => parent.Record.FilledQuote).ToString(2), priced.Sum(parent => parent.Cost.Shortfall).ToString(8),
            Known(1e4 * Ratio(priced.Sum(parent => parent.Cost.Shortfall).ToDouble(), ordered)), Weighted(parents, cost => cost.ArrivalBps), Weighted(parents, cost => cost.VwapBps),
            Weighted(parents, cost => cost.TwapBps), Weighted(parents, cost => cost.Participation), Known(Ratio(done, ordered)), Known(Ratio(makerNotional, filled)));
    }

    /// <summary>Mean weighted by filled notional, over the parents for which the figure is known.</summary>
    private static double? Weighted(CostedParent[] parents, Func<ParentCost, double> figure)
    {
        (double Value, double Weight)[] known = [.. parents.Select(parent => (figure(parent.Cost), parent.Record.FilledQuote.ToDouble())).Where(pair => double.IsFinite(pair.Item1))];
        return Known(known.Sum(pair => pair.Value * pair.Weight) / known.Sum(pair => pair.Weight));
    }

    private static ReportedParent Row(CostedParent parent)
    {
        (ParentRecord record, ParentFills fills, ParentCost cost) = parent;
        return new ReportedParent(
            record.ParentId, record.RunId, record.Symbol, record.Side.ToString().ToUpperInvariant(), NameOf(record.Algorithm), record.State.ToString().ToLowerInvariant(), record.Planned.ToString(),
            record.Filled.ToString(), fills.Decision.ToString(), fills.Arrival.ToString(), record.AveragePrice.ToString(), fills.Last.ToString(), record.Started_ms, record.Closed_ms,
            cost.Delay.ToString(8), cost.Impact.ToString(8), cost.Opportunity.ToString(8), cost.Fees.ToString(), cost.Shortfall.ToString(8), Known(cost.ShortfallBps), Known(cost.ArrivalBps),
            Known(cost.VwapBps), Known(cost.TwapBps), Known(cost.Participation), Known(cost.FillRatio), Known(cost.MakerShare), record.Reason);
    }
}
