using Platform.Analytics.Bars;
using Platform.Primitives.Outcomes;
using Platform.Store.Journals;

namespace Platform.Data.Store;

/// <summary>
/// Stores every closed bar on disk before it is published. Single writer. After a crash it returns the bars and, per symbol, the
/// aggregate id to continue from.
/// </summary>
internal sealed class BarJournal : IDisposable
{
    private const string Name = "bars";
    private static readonly JournalOptions s_options = new() { SegmentBytes = 16 * 1024 * 1024 };

    private readonly Journal _journal;
    private readonly byte[] _record = new byte[1024];

    private BarJournal(Journal journal) => _journal = journal;

    public JournalRecovery Recovery => _journal.Recovery;

    public ulong LastSequence => _journal.LastSequence;

    /// <summary>Opens the journal and visits every bar in it, in the order they were written.</summary>
    public static Result<BarJournal> Open(string folder, Action<SymbolBar> visit)
    {
        Result<Journal> opened = Journal.Open(folder, Name, s_options);
        if (!opened.TryGet(out Journal? journal, out Fault? fault))
            return fault;
        Fault? broken = null;
        Result<ulong> read = JournalReader.Read(folder, Name, 0, (_, payload) =>
        {
            if (BarRecord.Read(payload).TryGet(out SymbolBar bar, out Fault? unreadable))
                visit(bar);
            else
                broken ??= unreadable;
        }, s_options);
        fault = read.Fault ?? broken;
        if (fault is null)
            return new BarJournal(journal);
        journal.Dispose();
        return fault;
    }

    public void Append(string symbol, in ClosedBar closed) => _journal.Append(_record.AsSpan(0, BarRecord.Write(_record, symbol, in closed)));

    /// <summary>Makes all bars appended since the last call durable with one write and one flush.</summary>
    public Result<Done> Flush() => _journal.Flush();

    /// <summary>Removes bars that the day files hold, except the newest few thousand, from which a restart continues.</summary>
    public void Release(ulong storedSequence, int keep)
    {
        ulong newest = LastSequence > (ulong)keep ? LastSequence - (ulong)keep : 0;
        _journal.RemoveBefore(Math.Min(storedSequence, newest));
    }

    public void Dispose() => _journal.Dispose();
}

/// <summary>
/// The stores of a data process: recent bars in memory, each on disk in the journal before it is published, all in day files.
/// </summary>
internal sealed record BarStore(BarMemory Memory, BarJournal Journal, BarFiles Files);
