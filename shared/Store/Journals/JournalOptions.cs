namespace Platform.Store.Journals;

/// <summary>Bounds of a journal.</summary>
public sealed record JournalOptions
{
    /// <summary>A segment that reached this size is followed by a new file.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Largest payload of one record; a longer one is a programmer's error.</summary>
    public int MaxRecordBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>True makes <see cref="Journal.Flush"/> wait for the disk. False is for journals that may be rebuilt: a power loss then takes their tail.</summary>
    public bool WaitForDisk { get; init; } = true;
}

/// <summary>What opening a journal found and did.</summary>
/// <param name="Records">Whole records kept in the last segment.</param>
/// <param name="LastSequence">Of the last whole record; 0 when there is none.</param>
/// <param name="DroppedBytes">Bytes of a torn tail that were removed; 0 when the end was clean.</param>
/// <param name="File">The segment that was looked at.</param>
/// <param name="Offset">Where the tail was cut, or the file's length.</param>
public sealed record JournalRecovery(long Records, ulong LastSequence, long DroppedBytes, string File, long Offset)
{
    public bool WasTorn => DroppedBytes > 0;

    /// <summary>One line for the log of the start.</summary>
    public override string ToString() => WasTorn
        ? $"journal {File}: dropped {DroppedBytes} bytes of an unfinished write at offset {Offset}; {Records} whole records kept, the last has sequence {LastSequence}"
        : $"journal {File}: clean, {Records} records, the last has sequence {LastSequence}";
}
