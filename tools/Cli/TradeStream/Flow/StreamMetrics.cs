using System.Globalization;

namespace Platform.Cli.TradeStream.Flow;

/// <summary>The counters of a stream at one instant; the first four and the rate have documented names.</summary>
/// <param name="ReconnectCount">Connections after the first one.</param>
/// <param name="QueueDropped">Lines dropped from the display queue; trades are never dropped.</param>
/// <param name="TotalMessages">Messages of a stream, or lines of a file.</param>
/// <param name="ParseErrors">Messages that could not be read.</param>
/// <param name="OtherMessages">Messages without a trade.</param>
/// <param name="UnknownSymbols">Trades of symbols that were not requested.</param>
internal sealed record StreamMetrics(
    long ReconnectCount,
    long QueueDropped,
    long TotalMessages,
    long ParseErrors,
    long OtherMessages,
    long UnknownSymbols,
    long Trades,
    double AverageProcessing_ms,
    LatencyPercentiles Latency)
{
    public double QueueDroppedRate => TotalMessages == 0 ? 0 : (double)QueueDropped / TotalMessages;

    /// <summary>The five documented counters in the documented form.</summary>
    public string ToDictionaryText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{'reconnect_count': {ReconnectCount}, 'queue_dropped': {QueueDropped}, 'total_messages': {TotalMessages}, 'parse_errors': {ParseErrors}, 'queue_dropped_rate': {Fraction(QueueDroppedRate)}}}");

    private static string Fraction(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }
}
