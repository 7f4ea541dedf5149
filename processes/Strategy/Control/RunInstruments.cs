using System.Diagnostics.Metrics;
using Platform.Hosting.Metrics;
using Platform.Strategy.History;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;

namespace Platform.Strategy.Control;

/// <summary>The process's own metrics.</summary>
internal static class RunInstruments
{
    public static void Register(ProcessMetrics metrics, RunHistory ledger, HistoryFeed feed, PluginRegistry registry)
    {
        Histogram<double> compute = metrics.Histogram("platform_strategy_run_seconds", "Time from trigger read to targets written");
        Counter<long> runs = metrics.Counter("platform_strategy_runs_total", "Runs computed");
        Counter<long> degraded = metrics.Counter("platform_strategy_degraded_runs_total", "Runs with missing bars, failed calculators or held positions");
        ledger.Ran += report =>
        {
            compute.Record(report.Elapsed_ms / 1000);
            runs.Add(1);
            degraded.Add(report.IsDegraded ? 1 : 0);
        };
        metrics.Gauge("platform_strategy_bars_received", "Bars received over the bus", () => feed.Received);
        metrics.Gauge("platform_strategy_bars_malformed", "Messages dropped because they were not a complete bar", () => feed.Malformed);
        metrics.Gauge("platform_strategy_calculators", "Calculators loaded", () => registry.Current.Calculators.Count);
        metrics.Gauge("platform_strategy_plugins_rejected", "DLLs and calculators that were rejected", () => registry.Current.Rejections.Count);
        metrics.Gauge("platform_strategy_calculator_seconds", "Time of the last run of each calculator", () => registry.Current.Calculators.Select(calculator =>
            new Measurement<double>(ledger.StatisticsOf(calculator.Name).LastElapsed_ms / 1000, new KeyValuePair<string, object?>("calculator", calculator.Name))));
    }
}
