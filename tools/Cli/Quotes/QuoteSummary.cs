using System.Globalization;
using Platform.Analytics.Arbitrage;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;

namespace Platform.Cli.Quotes;

/// <summary>What a run amounts to: every followed quote, every connection, and the opportunities of a scan by pair and hour.</summary>
internal static class QuoteSummary
{
    public static void Write(TextWriter output, QuoteEngine engine, ScanSink? scanner, long dropped, string reason)
    {
        output.WriteLine($"Summary ({reason})");
        foreach (QuoteStatistics row in engine.GetStatistics())
        {
            string symbol = CanonicalSymbol.Display(row.Symbol, "USD");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.Exchange,-11} {symbol,-10} updates={row.Updates} updates_per_s={row.UpdatesPerSecond:F2} avg_latency_ms={row.AverageLatency_ms:F2} p99_latency_ms={row.P99Latency_ms:F2} quote_age_s={(row.QuoteAge_s is { } age_s ? age_s.ToString("F2", CultureInfo.InvariantCulture) : "none")}"));
        }

        foreach (ConnectionStatus row in engine.GetConnectionStatus())
            output.WriteLine($"  {row.Exchange,-11} reconnects={row.Reconnects} gaps={row.Gaps} refused={row.Refused} malformed={row.Malformed}{(row.LastReason is { Length: > 0 } last && last != "stopped" ? $" last: {last}" : "")}");
        if (dropped > 0)
            output.WriteLine($"  {dropped} lines were dropped because the console is slow");
        if (scanner is null)
            return;
        (OpportunityTotals all, IReadOnlyList<OpportunityTotals> byPair, IReadOnlyList<OpportunityTotals> byHour) = scanner.Totals();
        output.WriteLine(all.Count == 0 ? "  no opportunity ended" : "Opportunities that ended: count, still open after 50/100/250 ms, duration mean and longest, best net, profit at most");
        foreach (OpportunityTotals row in all.Count == 0 ? [] : (IEnumerable<OpportunityTotals>)[all, .. byPair, .. byHour])
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.Key,-38} {row.Count,5} {row.Survived50,5}/{row.Survived100}/{row.Survived250} {row.Duration_ms,8:F0} ms {row.DurationMax_ms,8:F0} ms {row.BestNet_bps,7:F2} bps {row.Profit,10:F2}"));
        }
    }
}
