using System.Globalization;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Lines;

namespace Platform.Cli.TradeStream.Reports;

/// <summary>Writes the [STAT], [METRICS], [ALARM] and [SUMMARY] lines. Single-threaded.</summary>
internal sealed class StreamReport(StreamProcessor processor, TimeProvider clock)
{
    private readonly StreamAlarms _alarms = new(clock);
    private readonly long _started = clock.GetTimestamp();

    /// <summary>Writes the periodic lines until cancelled.</summary>
    public async Task RunAsync(StreamLog log, TimeSpan every, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(every, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return;
            WriteStat(log);
        }
    }

    private void WriteStat(StreamLog log)
    {
        StreamMetrics metrics = processor.Measure();
        WriteNumbers(log, metrics);
        foreach (string alarm in _alarms.Sample(metrics))
            log.Write(LogLevel.Warning, alarm);
    }

    /// <summary>Writes the last lines: each symbol, the counters, the alarms.</summary>
    public void WriteSummary(StreamLog log, string reason)
    {
        StreamMetrics metrics = processor.Measure();
        log.Write(LogLevel.Info, Text($"[SUMMARY] {reason} after {clock.GetElapsedTime(_started).TotalSeconds:F1} s"));
        foreach (SymbolView symbol in processor.View())
        {
            string z = symbol.Last.Z is { } value ? Text($"{value:F3}") : "None";
            log.Write(LogLevel.Info, Text(
                $"[SUMMARY] {symbol.Name} | trades={symbol.Accepted} bad={symbol.BadPoints} duplicates={symbol.Duplicates} gaps={symbol.Gaps} gap={symbol.HasGap} resets={symbol.Resets} | cvd={symbol.Last.Cvd:F6} z={z} ema={symbol.Last.Ema:F6}"));
        }

        WriteNumbers(log, metrics);
        if (_alarms.Raised.Count > 0)
            log.Write(LogLevel.Info, $"[SUMMARY] alarms raised: {string.Join("; ", _alarms.Raised.TakeLast(20))}");
    }

    private void WriteNumbers(StreamLog log, StreamMetrics metrics)
    {
        log.Write(LogLevel.Info, Text($"[STAT] trades={metrics.Trades} avg_proc={metrics.AverageProcessing_ms:F4}ms | {metrics.ToDictionaryText()}"));
        LatencyPercentiles latency = metrics.Latency;
        string percentiles = latency.Count == 0
            ? "latency_p50=None latency_p95=None latency_p99=None"
            : Text($"latency_p50={latency.P50_ms:F1}ms latency_p95={latency.P95_ms:F1}ms latency_p99={latency.P99_ms:F1}ms");
        string offset = latency.ClockOffset_ms > 0 ? Text($" clock_offset={latency.ClockOffset_ms:F1}ms (the local clock is behind)") : "";
        log.Write(LogLevel.Info, Text(
            $"[METRICS] reconnect_count={metrics.ReconnectCount} queue_dropped={metrics.QueueDropped} total_messages={metrics.TotalMessages} parse_errors={metrics.ParseErrors} queue_dropped_rate={metrics.QueueDroppedRate:0.######} other_messages={metrics.OtherMessages} unknown_symbols={metrics.UnknownSymbols} {percentiles}{offset}"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
