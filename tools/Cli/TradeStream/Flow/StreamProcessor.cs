using System.Globalization;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Frames;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Settings;

namespace Platform.Cli.TradeStream.Flow;

/// <summary>
/// Takes every message of a stream in order and computes CVD immediately, on the receiving thread, so that no trade is dropped in a
/// queue. One thread calls it; any thread may read a view.
/// </summary>
internal sealed class StreamProcessor(StreamSettings settings, CvdDisplay display, JsonLines? json, StreamLog log, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly TradeFrameReader _reader = new();
    private readonly SymbolCvds _symbols = new(settings.Symbols, settings.Cvd);
    private readonly LatencyWindow _latency = new();
    private long _reconnects;
    private long _messages;
    private long _parseErrors;
    private long _others;
    private long _unknown;
    private long _trades;
    private long _processingTicks;
    private long _clockWarning_ms = long.MinValue;

    /// <summary>Takes one message; never throws, whatever it contains.</summary>
    /// <param name="received_ms">Local time of arrival, Unix ms.</param>
    /// <param name="place">FILE:LINE for errors; empty for a live message.</param>
    public TradeFrameKind Take(ReadOnlySpan<byte> message, double? received_ms, Func<string>? place = null)
    {
        long started = clock.GetTimestamp();
        lock (_gate)
        {
            _messages++;
            TradeFrameKind kind = _reader.Read(message, out TradeFrame trade, out ReadOnlySpan<byte> symbol);
            switch (kind)
            {
                case TradeFrameKind.Trade:
                    Apply(_symbols.Find(symbol), trade with { Received_ms = received_ms });
                    break;
                case TradeFrameKind.Malformed:
                    CountParseError(message, place);
                    break;
                case TradeFrameKind.Refusal:
                    log.WriteNoisy(LogLevel.Warning, $"The exchange reports an error: {StreamLog.Excerpt(message)}");
                    break;
                default:
                    _others++;
                    break;
            }

            _processingTicks += clock.GetTimestamp() - started;
            return kind;
        }
    }

    /// <summary>Takes one trade that another reader parsed.</summary>
    public void Take(ReadOnlySpan<byte> symbol, in TradeFrame trade)
    {
        long started = clock.GetTimestamp();
        lock (_gate)
        {
            _messages++;
            Apply(_symbols.Find(symbol), trade);
            _processingTicks += clock.GetTimestamp() - started;
        }
    }

    /// <summary>Counts a line of a file that could not be read.</summary>
    public void TakeUnreadable(ReadOnlySpan<byte> line, Func<string> place)
    {
        lock (_gate)
        {
            _messages++;
            CountParseError(line, place);
        }
    }

    /// <summary>Records that the stream was interrupted: trades may be missing even where ids do not show it.</summary>
    public long CountReconnect()
    {
        lock (_gate)
        {
            foreach (SymbolCvd symbol in _symbols.All)
            {
                if (!symbol.HasIds && symbol.Cvd.Accepted > 0)
                    symbol.Cvd.MarkGap();
            }

            return ++_reconnects;
        }
    }

    /// <summary>Flushes the JSON lines to the operating system.</summary>
    public void Flush()
    {
        lock (_gate)
            json?.Flush();
    }

    public StreamMetrics Measure()
    {
        lock (_gate)
        {
            double processing_ms = _trades == 0 ? 0 : _processingTicks * 1_000.0 / clock.TimestampFrequency / _trades;
            return new StreamMetrics(_reconnects, display.Dropped, _messages, _parseErrors, _others, _unknown, _trades, processing_ms, _latency.Measure());
        }
    }

    public IReadOnlyList<SymbolView> View()
    {
        lock (_gate)
            return [.. _symbols.All.Select(symbol => symbol.ToView())];
    }

    private void Apply(SymbolCvd? symbol, in TradeFrame trade)
    {
        if (symbol is null)
        {
            _unknown++;
            return;
        }

        symbol.Kind = symbol.Kind == TradeKind.None ? trade.Kind : symbol.Kind;
        if (symbol.Kind != trade.Kind)
        {
            _others++;
            return;
        }

        symbol.HasIds |= trade.Print.Id is not null;
        if (trade.IsOffBook)
        {
            if (trade.Print.Id is { } id)
                symbol.Cvd.Skip(id);
            _others++;
            return;
        }

        TradePrint print = settings.UsesTickRule ? trade.Print with { Side = AggressorSide.Unknown } : trade.Print;
        bool hadGap = symbol.Cvd.HasGap;
        CvdPoint point = symbol.Cvd.Update(in print);
        if (point.HasGap != hadGap)
            log.WriteNoisy(LogLevel.Warning, hadGap ? $"{symbol.Name}: the missing trades arrived; CVD is complete again." : $"{symbol.Name}: trades are missing before id {print.Id}; CVD understates the flow until a reset.");
        if (point.Outcome == TradeOutcome.Accepted)
            Accept(symbol, in print, in point, trade.Received_ms);
        else if (log.IsOn(LogLevel.Debug))
            log.WriteNoisy(LogLevel.Debug, $"{symbol.Name}: trade {print.Id} is {(point.Outcome == TradeOutcome.Bad ? "a bad point" : "a duplicate")}.");
    }

    private void Accept(SymbolCvd symbol, in TradePrint print, in CvdPoint point, double? received_ms)
    {
        _trades++;
        double? latency_ms = received_ms - print.Time_ms;
        symbol.Last = point;
        symbol.Latency_ms = latency_ms;
        if (latency_ms is { } latency)
            AddLatency(latency);
        if (symbol.Cvd.Accepted % settings.PrintEvery != 0)
            return;
        json?.Write(symbol.JsonPrefix, in print, in point);
        display.Show(symbol.Name, in point, latency_ms);
    }

    private void AddLatency(double latency_ms)
    {
        _latency.Add(latency_ms);
        long now_ms = latency_ms < 0 ? clock.GetUtcNow().ToUnixTimeMilliseconds() : 0;
        if (latency_ms >= 0 || now_ms - 60_000 < _clockWarning_ms)
            return;
        _clockWarning_ms = now_ms;
        log.WriteNoisy(LogLevel.Warning, string.Create(
            CultureInfo.InvariantCulture, $"Latency is negative ({latency_ms:F1} ms), a clock offset: the local clock is behind the exchange's by at least {-latency_ms:F1} ms; synchronise the local clock."));
    }

    private void CountParseError(ReadOnlySpan<byte> message, Func<string>? place)
    {
        _parseErrors++;
        if (log.IsOn(LogLevel.Warning))
            log.WriteNoisy(LogLevel.Warning, $"Parse error on message (truncated): {(place is null ? "" : $"{place()}: ")}{StreamLog.Excerpt(message)}");
    }
}
