using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>
/// Reads captures through the readers of the live feeds: the same frames in the same order give a sink the same calls. Several files are
/// merged by time. One thread.
/// </summary>
public sealed class CaptureReplay
{
    private readonly IReadOnlyList<QuoteCaptureFile> _files;

    private CaptureReplay(IReadOnlyList<QuoteCaptureFile> files, CaptureListing listing, long start_ns, Action<string> notice)
    {
        (_files, Listings, Start_ns) = (files, listing.Listings, start_ns);
        foreach (QuoteListing exchange in Listings.Where(exchange => listing.HasUnknownUnits(exchange.Exchange)))
            notice($"{exchange.Exchange}: the capture has no instrument list; sizes are in the exchange's contracts, not in coins.");
    }

    /// <summary>What the files contain, by exchange.</summary>
    public IReadOnlyList<QuoteListing> Listings { get; }

    /// <summary>Unix ns of the first line.</summary>
    public long Start_ns { get; }

    /// <summary>Reads the files once for their contracts; a fault that names a file without any.</summary>
    /// <param name="notice">Told of lines that are skipped.</param>
    public static Result<CaptureReplay> Open(IReadOnlyList<QuoteCaptureFile> files, Action<string> notice, CancellationToken cancel)
    {
        var listing = new CaptureListing();
        long start_ns = long.MaxValue;
        foreach (QuoteCaptureFile file in files)
        {
            if (file.Check() is { } unreadable)
                return unreadable;
            long lines = 0;
            foreach (CapturedLine line in file.Read(notice))
            {
                cancel.ThrowIfCancellationRequested();
                listing.Add(in line);
                start_ns = Math.Min(start_ns, line.Time_ns);
                lines++;
            }

            if (lines == 0)
                return new Fault(FaultKind.Corrupt, $"{file.Path}: has no line of a capture; expected lines such as 1652459225503749100 {{\"arg\":…}}.");
        }

        return listing.Listings.All(exchange => exchange.Instruments.Count == 0)
            ? new Fault(FaultKind.NotFound, $"{string.Join(", ", files.Select(file => file.Path))}: no quote of a perpetual contract against dollars was found.")
            : new CaptureReplay(files, listing, start_ns, notice);
    }

    /// <summary>Gives the sink everything that was captured of the followed contracts.</summary>
    /// <param name="followed">By exchange.</param>
    /// <param name="arrive">Called with the time of each line before the sink is.</param>
    public void Play(IReadOnlyDictionary<string, IReadOnlyList<QuoteInstrument>> followed, IQuoteSink sink, Action<long> arrive, CancellationToken cancel)
    {
        var readers = new Dictionary<(string Exchange, int Connection), IQuoteFrameReader>();
        foreach (CapturedLine line in Merge())
        {
            if (cancel.IsCancellationRequested)
                return;
            if (!followed.TryGetValue(line.Exchange, out IReadOnlyList<QuoteInstrument>? instruments) || line.Record?.Instruments is not null)
                continue;
            arrive(line.Time_ns);
            bool isNew = !readers.TryGetValue((line.Exchange, line.Connection), out IQuoteFrameReader? reader);
            if (isNew)
                readers.Add((line.Exchange, line.Connection), reader = QuoteProtocols.ReaderOf(line.Exchange, instruments, sink));
            if (line.Record?.IsUp is { } isUp)
                Connect(line, isUp, reader!, sink);
            else
                Read(line, isNew, reader!, sink);
        }
    }

    private static void Connect(in CapturedLine line, bool isUp, IQuoteFrameReader reader, IQuoteSink sink)
    {
        reader.Reset();
        if (isUp)
            sink.ConnectionUp(line.Exchange, line.Connection, line.Time_ns);
        else
            sink.ConnectionDown(line.Exchange, line.Connection, line.Time_ns, line.Record?.Reason ?? "");
    }

    /// <param name="isNew">The first line of a connection; a capture of others does not say that it was opened.</param>
    private static void Read(in CapturedLine line, bool isNew, IQuoteFrameReader reader, IQuoteSink sink)
    {
        if (isNew)
            sink.ConnectionUp(line.Exchange, line.Connection, line.Time_ns);
        sink.Heartbeat(line.Exchange, line.Time_ns);
        QuoteFrameKind kind = reader.Read(line.Message, line.IsBinary, line.Time_ns);
        if (kind == QuoteFrameKind.Malformed)
            sink.Malformed(line.Exchange, line.Message);
        else if (kind == QuoteFrameKind.Refusal)
            sink.Refused(line.Exchange, System.Text.Encoding.UTF8.GetString(line.Message));
    }

    /// <summary>The lines of all files by time; those of one file keep their order.</summary>
    private IEnumerable<CapturedLine> Merge()
    {
        // Lines that are skipped were named when the files were opened.
        List<IEnumerator<CapturedLine>> open = [.. _files.Select(file => file.Read(static _ => { }).GetEnumerator())];
        try
        {
            open.RemoveAll(static file => !file.MoveNext());
            while (open.Count > 0)
            {
                IEnumerator<CapturedLine> next = open.MinBy(static file => file.Current.Time_ns)!;
                yield return next.Current;
                if (!next.MoveNext())
                    open.Remove(next);
            }
        }
        finally
        {
            open.ForEach(static file => file.Dispose());
        }
    }
}

/// <summary>The time of a replay: that of the line which is read now. Any thread reads it, one sets it.</summary>
public sealed class ReplayClock(long start_ns) : TimeProvider
{
    private const long TickNanoseconds = 100;

    private long _now_ns = start_ns;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves on; a time that is earlier than the present one changes nothing.</summary>
    public void AdvanceTo(long now_ns) => Interlocked.Exchange(ref _now_ns, Math.Max(Interlocked.Read(ref _now_ns), now_ns));

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _now_ns) / TickNanoseconds;
}
