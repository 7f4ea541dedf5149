using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Ingest;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Data.Labels;
using Platform.Hosting.Metrics;

namespace Platform.Data.Health;

/// <summary>Registers a metric for every event in the table of spec/quant.md §1.5 and for every bound of this process.</summary>
internal static class DataMetrics
{
    public static void AddTrades(ProcessMetrics metrics, BarCounts counts)
    {
        Total("platform_data_trades_total", "aggTrades received", () => counts.Trades);
        Total("platform_data_agg_dup_total", "Repeated trades (agg_dup)", () => counts.Duplicates);
        Total("platform_data_agg_conflict_total", "Trades with the id of another trade but different content (agg_conflict)", () => counts.Conflicts);
        Total("platform_data_agg_reordered_total", "Trades that arrived out of order and were applied in order (agg_reordered)", () => counts.Reordered);
        Total("platform_data_late_trades_total", "Trades that arrived after their window closed (late_trades)", () => counts.LateTrades);
        Total("platform_data_late_dropped_total", "Late trades too old to revise a bar", () => counts.LateDropped);
        Total("platform_data_bad_trades_total", "Trades that fail validation (bad_trades)", () => counts.BadTrades);
        Total("platform_data_future_trades_total", "Trades with a time later than the local clock (future_trades)", () => counts.FutureTrades);
        Total("platform_data_gaps_total", "Gaps in aggregate ids", () => counts.Gaps);
        Total("platform_data_gap_unresolved_total", "Gaps that were not filled (gap_unresolved)", () => counts.GapsUnresolved);
        Total("platform_data_held_dropped_total", "Trades after a gap that were dropped because the buffer was full", () => counts.HeldDropped);
        Total("platform_data_bars_total", "Bars closed and revised", () => counts.Bars);
        Total("platform_data_bar_revisions_total", "Bars revised", () => counts.Revisions);
        Total("platform_data_suspect_bars_total", "Bars closed as suspect or marked suspect later", () => counts.SuspectBars);
        Total("platform_data_no_history_windows_total", "Windows without a trade or a known price", () => counts.NoHistoryWindows);

        void Total(string name, string meaning, Func<long> read) => metrics.Gauge(name, meaning, () => read());
    }

    public static void AddBounds(ProcessMetrics metrics, MarketQueue queue, TradeBatcher trades, TradeRecorder recorder, TradeQueries queries, BarFiles files, PremiumSampler premium)
    {
        metrics.Gauge("platform_data_queue_events", "Events waiting for market ingest", () => queue.Count);
        metrics.Gauge("platform_data_queue_dropped_total", "Events dropped because the queue was full", () => queue.Dropped);
        metrics.Gauge("platform_data_tape_dropped_total", "Raw trades dropped because the recorder's queue was full", () => trades.Dropped);
        metrics.Gauge("platform_data_raw_trades_total", "Raw trades recorded", () => recorder.Recorded);
        metrics.Gauge("platform_data_premium_dropped_total", "Premium windows dropped because the collector's queue was full", () => premium.Dropped);
        metrics.Gauge("platform_data_query_pages_total", "Pages of trades fetched over REST", () => queries.Pages);
        metrics.Gauge("platform_data_day_files_waiting", "Day files waiting to be written", () => files.Waiting);
        metrics.Gauge("platform_data_day_files_written_total", "Day files written", () => files.FilesWritten);
    }

    public static void AddStreams(ProcessMetrics metrics, ShardStates shards, ExchangeClock clock, BarPipeline pipeline, LabelReporter reporter)
    {
        metrics.Gauge("platform_data_messages_total", "Events of all streams", () => shards.All.Sum(shard => shard.Messages));
        metrics.Gauge("platform_data_malformed_total", "Frames that could not be read", () => shards.All.Sum(shard => shard.Malformed));
        metrics.Gauge("platform_data_reconnects_total", "Reconnects of market connections", () => shards.All.Sum(shard => shard.Reconnects));
        metrics.Gauge("platform_data_exchange_clock_ms", "Newest event time, Unix ms", () => clock.Now_ms);
        metrics.Gauge("platform_data_bars_published_total", "Bar messages sent to the bus", () => pipeline.Published);
        metrics.Gauge("platform_data_labels_reported_total", "Labels acknowledged by the coordinator", () => reporter.Reported);
        metrics.Gauge("platform_data_labels_degraded_total", "Labels reported degraded", () => reporter.Degraded);
    }
}
