using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Journals;

/// <summary>
/// An append-only file of records, each with a checksum and a sequence from 1. One writer owns it and is its only caller;
/// a second open of the same journal is refused. Records confirmed by <see cref="Flush"/> survive a crash and a power loss.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly FolderLock _lock;
    private readonly string _folder;
    private readonly string _name;
    private readonly JournalOptions _options;
    private FileStream _file;
    private byte[] _batch = new byte[64 * 1024];
    private int _batched;
    private long _length;
    private long _durableLength;
    private Fault? _broken;

    private Journal(FolderLock held, string folder, string name, JournalOptions options, FileStream file, JournalRecovery recovery)
    {
        _lock = held;
        _folder = folder;
        _name = name;
        _options = options;
        _file = file;
        _length = file.Length;
        _durableLength = _length;
        Recovery = recovery;
        LastSequence = recovery.LastSequence;
        DurableSequence = LastSequence;
    }

    /// <summary>The result of recovery at open; log it when a torn tail was removed.</summary>
    public JournalRecovery Recovery { get; }

    /// <summary>Sequence number of the last appended record, flushed or not.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Sequence number of the last record that <see cref="Flush"/> confirmed.</summary>
    public ulong DurableSequence { get; private set; }

    /// <summary>
    /// Opens or creates the journal and removes a torn tail. Already when another process has it open, Corrupt (with file and
    /// offset) when stored records are damaged, Unavailable when the folder cannot be written.
    /// </summary>
    public static Result<Journal> Open(string folder, string name, JournalOptions? options = null)
    {
        options ??= new JournalOptions();
        if (!FolderLock.Take(folder, $"{name}.lock", $"journal {name}").TryGet(out FolderLock? held, out Fault? fault))
            return fault;
        try
        {
            Result<(FileStream File, JournalRecovery Recovery)> recovered = JournalRecoverer.Open(folder, name, options);
            if (recovered.IsOk)
                return new Journal(held, folder, name, options, recovered.Value.File, recovered.Value.Recovery);
            fault = recovered.Fault;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            fault = StoreFault.Of(refused, $"cannot open the journal {name} in {folder}");
        }

        held.Dispose();
        return fault;
    }

    /// <summary>Adds a record to the batch in memory and returns its sequence number; <see cref="Flush"/> stores the batch.</summary>
    public ulong Append(ReadOnlySpan<byte> payload)
    {
        Check.That(payload.Length <= _options.MaxRecordBytes, $"a journal record of {payload.Length} bytes exceeds the maximum of {_options.MaxRecordBytes}");
        int needed = _batched + JournalFormat.RecordHeaderBytes + payload.Length;
        if (needed > _batch.Length)
            Array.Resize(ref _batch, Math.Max(needed, 2 * _batch.Length));
        LastSequence++;
        JournalFormat.WriteRecord(_batch.AsSpan(_batched), LastSequence, (ulong)_durableLength, payload);
        _batched = needed;
        return LastSequence;
    }

    /// <summary>
    /// Writes the batch with one write and one flush to disk; the batch is stored when the call succeeds. After a failure the journal refuses
    /// all calls, because the content on disk is unknown until the journal is opened again.
    /// </summary>
    public Result<Done> Flush()
    {
        if (_broken is not null)
            return _broken;
        if (_batched == 0)
            return Done.Value;
        try
        {
            _file.Write(_batch, 0, _batched);
            _file.Flush(flushToDisk: _options.WaitForDisk);
            _length += _batched;
            _durableLength = _options.WaitForDisk ? _length : 0;
            _batched = 0;
            DurableSequence = LastSequence;
            if (_length >= _options.SegmentBytes)
                Rotate();
            return Done.Value;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return _broken = StoreFault.Of(refused, $"journal {_file.Name}: records after sequence {DurableSequence} are not stored; the journal is closed until a restart");
        }
    }

    /// <summary>Appends one record and flushes it.</summary>
    public Result<ulong> AppendDurably(ReadOnlySpan<byte> payload)
    {
        ulong sequence = Append(payload);
        Result<Done> flushed = Flush();
        return flushed.IsOk ? sequence : flushed.Fault;
    }

    /// <summary>Removes segments whose records all precede the sequence number; returns the number of files removed.</summary>
    public int RemoveBefore(ulong sequence)
    {
        List<Segment> segments = Segments.List(_folder, _name);
        int removed = 0;
        for (; removed + 1 < segments.Count && segments[removed + 1].FirstSequence <= sequence; removed++)
            File.Delete(segments[removed].Path);
        return removed;
    }

    /// <summary>Closes the file. Appended records that were not flushed are lost.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private void Rotate()
    {
        FileStream next = JournalRecoverer.CreateSegment(_folder, _name, LastSequence + 1);
        _file.Dispose();
        _file = next;
        _length = next.Length;
        _durableLength = _length;
    }
}
