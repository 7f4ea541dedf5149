using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Journals;

/// <summary>Opens the last segment for writing, after removing the incomplete tail of a crash. Start and restart use the same code.</summary>
internal static class JournalRecoverer
{
    public static Result<(FileStream File, JournalRecovery Recovery)> Open(string folder, string name, JournalOptions options)
    {
        List<Segment> segments = Segments.List(folder, name);
        if (segments.Count == 0)
            return Fresh(folder, name, 1, droppedBytes: 0);
        Segment last = segments[^1];
        byte[] bytes = File.ReadAllBytes(last.Path);

        // A header is flushed before the first record is accepted, so a segment with an incomplete header has no records.
        if (bytes.Length < JournalFormat.HeaderBytes || !bytes.AsSpan().ContainsAnyExcept((byte)0))
            return Fresh(folder, name, last.FirstSequence, bytes.Length);
        if (SegmentScan.Open(last.Path, bytes, last.FirstSequence, options.MaxRecordBytes, out SegmentScan scan) is { } foreign)
            return foreign;
        long records = 0;
        while (scan.Next())
            records++;
        long dropped = bytes.Length - scan.Offset;
        if (dropped > 0 && scan.EvaluateTail() is { } damage)
            return damage;

        var file = new FileStream(last.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (dropped > 0)
            file.SetLength(scan.Offset);

        // The previous process may have ended before the flush of its last records: flush them, because they now count as stored.
        file.Flush(flushToDisk: true);
        file.Seek(0, SeekOrigin.End);
        return (file, new JournalRecovery(records, scan.NextSequence - 1, dropped, last.Path, scan.Offset));
    }

    /// <summary>Creates a segment; its header and name are on disk when the call returns.</summary>
    public static FileStream CreateSegment(string folder, string name, ulong firstSequence)
    {
        Span<byte> header = stackalloc byte[JournalFormat.HeaderBytes];
        JournalFormat.WriteHeader(header, firstSequence);
        var file = new FileStream(Segments.PathOf(folder, name, firstSequence), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        file.Write(header);
        file.Flush(flushToDisk: true);
        AtomicFile.FlushFolder(folder);
        return file;
    }

    private static Result<(FileStream, JournalRecovery)> Fresh(string folder, string name, ulong firstSequence, long droppedBytes)
    {
        FileStream file = CreateSegment(folder, name, firstSequence);
        return (file, new JournalRecovery(0, firstSequence - 1, droppedBytes, file.Name, 0));
    }
}
