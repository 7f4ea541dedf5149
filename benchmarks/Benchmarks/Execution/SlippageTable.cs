using System.Globalization;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Benchmarks.Execution;

/// <summary>One parent of the comparison with its costs (quant.md §7.6).</summary>
/// <param name="Filled">Quote amount of its fills.</param>
/// <param name="Maker">Quote amount of its fills as maker, at the average price.</param>
/// <param name="Ordered">Quote amount of the planned quantity at the decision price.</param>
internal sealed record CostedRow(int Round, string Symbol, ParentCost Cost, double Filled, double Maker, double Ordered, Price Decision)
{
    public static CostedRow Of(int round, ParentOrder parent, (Volume Volume, Notional Quote) market)
    {
        OrderFill[] fills = [.. parent.Children.SelectMany(child => child.Fills)];
        var maker = Quantity.FromUnits(fills.Where(fill => fill.IsMaker).Sum(fill => fill.Quantity.Units));
        var fees = Money.FromUnits(fills.Sum(fill => fill.Commission.Units));
        Price last = parent.Last.IsZero ? parent.Arrival : parent.Last;
        ParentCost cost = ParentCost.Of(
            new ParentFills(parent.Terms.Side, parent.Terms.Planned, parent.Terms.Decision, parent.Arrival, parent.Filled, parent.FilledQuote, maker, last, fees), new MarketInterval(market.Volume, market.Quote, double.NaN));
        double filled = parent.FilledQuote.ToDouble();
        return new CostedRow(round, parent.Symbol, cost, filled, double.IsFinite(cost.MakerShare) ? cost.MakerShare * filled : 0, (parent.Terms.Decision * parent.Terms.Planned).ToDouble(), parent.Terms.Decision);
    }
}

/// <summary>
/// The costs by algorithm. An interval is the 95 % interval of Student's t over the means of the rounds, because the parents of a round
/// share the market's movement and are not independent.
/// </summary>
internal static class SlippageTable
{
    public static void Print(IReadOnlyList<string> algorithms, IReadOnlyList<CostedRow>[] rows)
    {
        Console.WriteLine("\n| | parents | against arrival, mean | median | shortfall, mean | median | against the market's VWAP | fees | maker | not filled |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        Dictionary<(int, string), CostedRow> market = rows[0].DistinctBy(row => (row.Round, row.Symbol)).ToDictionary(row => (row.Round, row.Symbol));
        for (int i = 0; i < rows.Length; i++)
        {
            IReadOnlyList<CostedRow> own = rows[i];
            double filled = own.Sum(row => row.Filled);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {algorithms[i]} | {own.Count} | {Mean(own, row => row.Cost.ArrivalBps)} | {Median(own, row => row.Cost.ArrivalBps):0.0} | {Mean(own, row => row.Cost.ShortfallBps)} | {Median(own, row => row.Cost.ShortfallBps):0.0} "
                + $"| {(i == 0 ? "" : Mean(own, row => row.Cost.VwapBps))} | {1e4 * own.Sum(row => row.Cost.Fees.ToDouble()) / filled:0.00} | {own.Sum(row => row.Maker) / filled:P0} | {1 - own.Sum(row => row.Ordered * row.Cost.FillRatio) / own.Sum(row => row.Ordered):P2} |"));
        }

        Console.WriteLine($"\nin basis points; mean parent {rows[0].Average(row => row.Ordered):N0} USDT, {Median(rows[0], row => 100 * row.Cost.Participation):0.00} % / {Median(rows[1], row => 100 * row.Cost.Participation):0.00} % / {Median(rows[2], row => 100 * row.Cost.Participation):0.00} % of the market's volume meanwhile (median)");
        for (int i = 1; i < rows.Length; i++)
            Console.WriteLine($"decision prices of {algorithms[i]} against those of {algorithms[0]}, median distance: {Distance(market, rows[i].Where(row => row.Round == 0)):0.00} bp in the first round, {Distance(market, rows[i].Where(row => row.Round > 0)):0.00} bp after it");
    }

    private static double Distance(Dictionary<(int, string), CostedRow> market, IEnumerable<CostedRow> rows) => Median(
        rows.Where(row => market.ContainsKey((row.Round, row.Symbol))), row => 1e4 * Math.Abs(row.Decision.ToDouble() / market[(row.Round, row.Symbol)].Decision.ToDouble() - 1));

    private static string Mean(IEnumerable<CostedRow> rows, Func<CostedRow, double> figure)
    {
        double[] rounds = [.. rows.GroupBy(row => row.Round).Select(round => round.Select(figure).Where(double.IsFinite).DefaultIfEmpty(0).Average())];
        double mean = rounds.Average(), n = rounds.Length;
        double deviation = Math.Sqrt(rounds.Sum(value => (value - mean) * (value - mean)) / (n - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:0.0} ± {StudentQuantile(n - 1) * deviation / Math.Sqrt(n):0.0}");
    }

    /// <summary>The 97.5 % quantile of Student's t by the expansion of Fisher and Cornish; within 0.01 from four degrees of freedom on.</summary>
    private static double StudentQuantile(double degrees)
    {
        const double z = 1.959964;
        return z + (Math.Pow(z, 3) + z) / (4 * degrees) + (5 * Math.Pow(z, 5) + 16 * Math.Pow(z, 3) + 3 * z) / (96 * degrees * degrees);
    }

    private static double Median(IEnumerable<CostedRow> rows, Func<CostedRow, double> figure)
    {
        double[] sorted = [.. rows.Select(figure).Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
