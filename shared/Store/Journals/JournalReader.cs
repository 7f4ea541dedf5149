using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Journals;

/// <summary>Receives one stored record; the payload is valid only during the call.</summary>
public delegate void JournalVisitor(ulong sequence, ReadOnlySpan<byte> payload);

/// <summary>Reads a journal from a sequence number, segment by segment, in the process of its writer or in another process.</summary>
public static class JournalReader
{
    /// <summary>
    /// Visits every complete record from the sequence number and returns the last sequence number (0 when there is none). An incomplete tail
    /// of the last segment ends the read; damage or a missing segment is Corrupt, after the earlier records were visited.
    /// </summary>
    public static Result<ulong> Read(string folder, string name, ulong fromSequence, JournalVisitor visit, JournalOptions? options = null)
    {
        options ??= new JournalOptions();
        List<Segment> segments = Segments.List(folder, name);
        ulong last = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            ulong? nextFirst = i + 1 < segments.Count ? segments[i + 1].FirstSequence : null;
            if (nextFirst is { } first && first <= fromSequence)
                continue;
            Result<ulong> read = ReadSegment(segments[i], nextFirst, fromSequence, visit, options);
            if (!read.IsOk)
                return read.Fault;
            last = Math.Max(last, read.Value);
        }

        return last;
    }

    private static Result<ulong> ReadSegment(Segment segment, ulong? nextFirst, ulong fromSequence, JournalVisitor visit, JournalOptions options)
    {
        byte[] bytes;
        try
        {
            bytes = ReadAll(segment.Path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return StoreFault.Of(refused, $"cannot read the journal segment {segment.Path}");
        }

        if (nextFirst is null && bytes.Length < JournalFormat.HeaderBytes)
            return segment.FirstSequence - 1;
        if (SegmentScan.Open(segment.Path, bytes, segment.FirstSequence, options.MaxRecordBytes, out SegmentScan scan) is { } foreign)
            return foreign;
        while (scan.Next())
        {
            if (scan.NextSequence > fromSequence)
                visit(scan.NextSequence - 1, scan.Payload);
        }

        Fault? fault = nextFirst is { } first
            ? scan.NextSequence == first ? null : scan.Damage($"the next segment begins at {first}")
            : scan.Offset < bytes.Length ? scan.EvaluateTail() : null;
        return fault is null ? scan.NextSequence - 1 : fault;
    }

    private static byte[] ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[file.Length];
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
