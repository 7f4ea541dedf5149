using Platform.Primitives.Outcomes;

namespace Platform.Store.Journals;

/// <summary>Scans the records of one segment held in memory and distinguishes a torn tail from damage.</summary>
internal ref struct SegmentScan
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly int _maxPayload;

    private SegmentScan(string path, ReadOnlySpan<byte> bytes, int maxPayload, ulong firstSequence)
    {
        _path = path;
        _bytes = bytes;
        _maxPayload = maxPayload;
        NextSequence = firstSequence;
        Offset = JournalFormat.HeaderBytes;
    }

    /// <summary>Position of the scan, after the last complete record.</summary>
    public long Offset { get; private set; }

    public ulong NextSequence { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Checks the header; Corrupt when it does not belong to this segment.</summary>
    public static Fault? Open(string path, ReadOnlySpan<byte> bytes, ulong firstSequence, int maxPayload, out SegmentScan scan)
    {
        scan = new SegmentScan(path, bytes, maxPayload, firstSequence);
        return JournalFormat.TryReadHeader(bytes, out ulong found) && found == firstSequence
            ? null
            : new Fault(FaultKind.Corrupt, $"{path}: offset 0: expected the header of a journal segment that begins at sequence {firstSequence}; restore the file from a backup");
    }

    /// <summary>Moves to the next record; false at the end of the readable records.</summary>
    public bool Next()
    {
        ReadOnlySpan<byte> rest = _bytes[(int)Offset..];
        if (!JournalFormat.TryReadRecord(rest, _maxPayload, out RecordHead head) || head.Sequence != NextSequence)
            return false;
        Payload = rest.Slice(JournalFormat.RecordHeaderBytes, (int)head.PayloadBytes);
        Offset += head.TotalBytes;
        NextSequence++;
        return true;
    }

    /// <summary>
    /// Call when the scan ended before the end of the bytes. Corrupt when a later valid record proves that this position was
    /// flushed to disk; null when the rest is an unacknowledged tail.
    /// </summary>
    public readonly Fault? EvaluateTail()
    {
        for (long at = Offset + 1; at + JournalFormat.RecordHeaderBytes <= _bytes.Length; at++)
        {
            ReadOnlySpan<byte> rest = _bytes[(int)at..];
            RecordHead head = JournalFormat.Head(rest);
            bool isPlausible = head.Sequence > NextSequence - 1
                && head.Sequence - NextSequence <= (ulong)(at - Offset) / JournalFormat.RecordHeaderBytes
                && head.DurableLength > (ulong)Offset
                && head.DurableLength <= (ulong)at;
            if (isPlausible && JournalFormat.TryReadRecord(rest, _maxPayload, out _))
                return Damage($"record {head.Sequence} at offset {at} is complete and was written later");
        }

        return null;
    }

    public readonly Fault Damage(string because) => new(
        FaultKind.Corrupt,
        $"{_path}: offset {Offset}: record {NextSequence} is damaged although it was stored ({because}); the file was not changed. Restore the file from a backup, or move it to another folder to start without it");
}
