using Platform.Analytics.Archives;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Archives.Files;
using Platform.Archives.Rows;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Archives.Bars;

/// <summary>The bars of one symbol, and counters of the trades read.</summary>
internal sealed record SymbolBars(string Symbol, List<BarRow> Rows, long Trades, long Repeats);

/// <summary>
/// Converts trade files to bars. Adjacent files of one symbol are read as one segment of trades; no state is carried between segments, so
/// that no empty bar is created for a period that no file covers.
/// </summary>
internal sealed class BarSegments(DuckDbConnection connection, SizeCuts cuts, RowCounts counts, CancellationToken cancel)
{
    /// <summary>Time of the exchange clock after a window's end at which the window closes without a later trade (quant.md §1.5).</summary>
    private const long Grace_ms = 2000;

    public Result<List<SymbolBars>> Run(IEnumerable<TradeInput> inputs)
    {
        var bars = new List<SymbolBars>();
        foreach (TradeInput capture in inputs.Where(input => input.Kind == TradeInputKind.Capture))
        {
            Result<List<SymbolBars>> read = OfCapture(capture.Path);
            if (!read.IsOk)
                return read.Fault;
            bars.AddRange(read.Value);
        }

        foreach (IGrouping<string, TradeInput> symbol in inputs.Where(input => input.Kind != TradeInputKind.Capture).GroupBy(input => input.Symbol))
        {
            foreach (List<TradeInput> segment in Segments(symbol.OrderBy(input => input.From_ms ?? long.MinValue).ThenBy(input => input.Path, StringComparer.Ordinal)))
            {
                Result<SymbolBars?> read = OfSegment(symbol.Key, segment, keepsHistory: false);
                if (read is { IsOk: true, Value: null })
                    read = OfSegment(symbol.Key, segment, keepsHistory: true);
                if (!read.IsOk)
                    return read.Fault;
                bars.Add(read.Value!);
            }
        }

        return bars;
    }

    private static List<List<TradeInput>> Segments(IEnumerable<TradeInput> inputs)
    {
        var segments = new List<List<TradeInput>>();
        foreach (TradeInput input in inputs)
        {
            if (segments.Count > 0 && segments[^1][^1] is { To_ms: { } end } && input.From_ms <= end)
                segments[^1].Add(input);
            else
                segments.Add([input]);
        }

        return segments;
    }

    /// <summary>Null when duplicates can be recognised only with the full history.</summary>
    private Result<SymbolBars?> OfSegment(string symbol, List<TradeInput> segment, bool keepsHistory)
    {
        var sink = new BarSink(new TradeBars(cuts), new TradeIdentities(keepsHistory));
        var found = new RowCounts();
        foreach (TradeInput input in segment)
        {
            Result<bool> read = input.Kind == TradeInputKind.StoredHour
                ? StoredTrades.Read(connection, input.Path, sink, found)
                : TradeFile.Read(new LocalArchive(input.Path, null, IsVerified: false), sink, found, cancel).Then<bool>(done => done.IsWhole);
            if (!read.IsOk)
                return read.Fault;
            if (!read.Value)
                return Result<SymbolBars?>.Ok(null);
        }

        counts.Add(found);
        bool knowsStart = segment[0] is { From_ms: not null, Kind: TradeInputKind.Rows };
        long from_ms = knowsStart ? segment[0].From_ms!.Value : sink.First_ms;
        long to_ms = segment[^1].To_ms ?? sink.Last_ms;
        return sink.ToBars(symbol, from_ms, to_ms);
    }

    private Result<List<SymbolBars>> OfCapture(string path)
    {
        var sinks = new Dictionary<string, BarSink>(StringComparer.Ordinal);
        bool keepsHistory = false;
        while (true)
        {
            sinks.Clear();
            var found = new RowCounts();
            Result<CaptureSpan> read = CaptureFile.Read(path, found, (symbol, trade) =>
            {
                if (!sinks.TryGetValue(symbol, out BarSink? sink))
                    sinks.Add(symbol, sink = new BarSink(new TradeBars(cuts), new TradeIdentities(keepsHistory)));
                return sink.Add(trade);
            });
            if (!read.IsOk)
                return read.Fault;
            if (sinks.Count == 0)
                return new Fault(FaultKind.Invalid, $"{path} contains no aggTrade; bars are built from aggTrade streams");
            if (!keepsHistory && sinks.Values.Any(sink => sink.NeedsHistory))
            {
                keepsHistory = true;
                continue;
            }

            counts.Add(found);
            return sinks.Select(pair => pair.Value.ToBars(pair.Key, read.Value.First_ms, Math.Max(pair.Value.Last_ms, read.Value.Last_ms - Grace_ms))).ToList();
        }
    }
}

/// <summary>Adds the distinct trades of one symbol to their windows. Not thread-safe.</summary>
internal sealed class BarSink(TradeBars bars, TradeIdentities known) : ITradeSink
{
    private long _trades;
    private long _repeats;

    public long First_ms { get; private set; } = long.MaxValue;

    public long Last_ms { get; private set; } = long.MinValue;

    public bool NeedsHistory { get; private set; }

    public bool Add(in AggTrade trade)
    {
        RowVerdict verdict = known.Accept(trade);
        if (verdict == RowVerdict.NeedsHistory)
        {
            NeedsHistory = true;
            return false;
        }

        if (verdict != RowVerdict.New)
        {
            _repeats++;
            return true;
        }

        _trades++;
        First_ms = Math.Min(First_ms, trade.Time_ms);
        Last_ms = Math.Max(Last_ms, trade.Time_ms);
        bars.Add(trade);
        return true;
    }

    public SymbolBars ToBars(string symbol, long from_ms, long to_ms) => new(symbol, [.. bars.Rows(from_ms, to_ms, known.Missing)], _trades, _repeats);
}
