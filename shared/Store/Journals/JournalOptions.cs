namespace Platform.Store.Journals;

/// <summary>Settings of a journal.</summary>
public sealed record JournalOptions
{
    /// <summary>Size at which a new segment file is started.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Maximum payload of one record; a longer one is a programmer's error.</summary>
    public int MaxRecordBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// True makes <see cref="Journal.Flush"/> wait for the disk. False is for journals that can be rebuilt: a power loss can then remove
    /// their last records.
    /// </summary>
    public bool WaitForDisk { get; init; } = true;
}

/// <summary>The result of recovery when a journal is opened.</summary>
/// <param name="Records">Complete records kept in the last segment.</param>
/// <param name="LastSequence">Sequence number of the last complete record; 0 when there is none.</param>
/// <param name="DroppedBytes">Removed bytes of a torn tail; 0 without a torn tail.</param>
/// <param name="File">The last segment.</param>
/// <param name="Offset">Offset at which the tail was removed, or the file length.</param>
public sealed record JournalRecovery(long Records, ulong LastSequence, long DroppedBytes, string File, long Offset)
{
    public bool WasTorn => DroppedBytes > 0;

    /// <summary>One line for the start log.</summary>
    public override string ToString() => WasTorn
        ? $"journal {File}: dropped {DroppedBytes} bytes of an unfinished write at offset {Offset}; {Records} whole records kept, the last has sequence {LastSequence}"
        : $"journal {File}: clean, {Records} records, the last has sequence {LastSequence}";
}
