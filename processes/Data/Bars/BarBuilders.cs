using System.Globalization;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Hosting.Life;
using Platform.Primitives.Numbers;

namespace Platform.Data.Bars;

/// <summary>Creates the bar builder of a symbol from the state at which its history ends.</summary>
/// <param name="counts">Shared by all builders.</param>
internal sealed class BarBuilders(SizeCuts cuts, BarRules rules, BarCounts counts)
{
    public BarBuilder Build(SymbolStart start)
    {
        var builder = new BarBuilder(start.Symbol, cuts, rules, counts);
        builder.Begin(start.OpenWindow_ms, start.PreviousClose, start.OpenWindow_ms);
        foreach (ClosedBar closed in start.Recent)
            builder.Restore(in closed);
        if (start.NextId >= 0)
            builder.Seed(start.NextId);
        return builder;
    }
}

/// <summary>Trade-size thresholds from the configuration; the standard ones keep their name, others are named by their numbers.</summary>
internal static class SizeCutsText
{
    /// <exception cref="StartFault">There are not three ascending whole amounts, or the rate has more than 8 decimals.</exception>
    public static SizeCuts Of(IReadOnlyList<double> rmb, double rate)
    {
        bool ascending = rmb.Count == 3 && rmb[0] > 0 && rmb[0] < rmb[1] && rmb[1] < rmb[2] && rmb.All(double.IsInteger);
        string rateText = rate.ToString("0.########", CultureInfo.InvariantCulture);
        if (!ascending || !Rate.TryParse(rateText, out Rate exact) || exact.Units <= 0)
            throw new StartFault($"tran_stats.rmb is [{string.Join(", ", rmb)}] at rate {rateText}; expected three ascending whole amounts of CNY and a positive rate.");
        bool standard = rmb is [40_000, 200_000, 1_000_000] && rate == 7.0;
        string version = standard ? SizeCuts.Rmb7.Version : string.Create(CultureInfo.InvariantCulture, $"rmb{rateText}-{rmb[0]}-{rmb[1]}-{rmb[2]}");
        return SizeCuts.FromRmb((long)rmb[0], (long)rmb[1], (long)rmb[2], exact, version);
    }
}
