using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Store.Journals;

namespace Platform.Executor.Paper;

/// <summary>
/// State of record of a dry run's account: its own journal beside that of the orders, so that positions, money and resting
/// orders outlive the process. Owned by the account's context.
/// </summary>
internal sealed class PaperLedger : IDisposable
{
    private const ulong CheckpointEvery = 10_000;

    private readonly Journal _journal;
    private ulong _checkpoint;

    private PaperLedger(Journal journal, PaperState state, ulong checkpoint) => (_journal, State, _checkpoint) = (journal, state, checkpoint);

    public PaperState State { get; }

    /// <summary>Opens or makes it in the folder of the journals. Corrupt, with file and offset, when it is damaged.</summary>
    /// <param name="waitForDisk">False lets a test be quick.</param>
    public static Result<PaperLedger> Open(string folder, string account, bool waitForDisk = true)
    {
        string name = $"paper-{account}";
        var options = new JournalOptions { SegmentBytes = 8 * 1024 * 1024, WaitForDisk = waitForDisk };
        if (!Journal.Open(folder, name, options).TryGet(out Journal? journal, out Fault? fault))
            return fault;
        var state = new PaperState();
        ulong checkpoint = 0;
        Fault? unreadable = null;
        Result<ulong> read = JournalReader.Read(folder, name, 0, Visit, options);
        if ((read.Fault ?? unreadable) is { } damaged)
        {
            journal.Dispose();
            return damaged;
        }

        state.Bookings.Publish();
        return new PaperLedger(journal, state, checkpoint);

        void Visit(ulong sequence, ReadOnlySpan<byte> payload)
        {
            try
            {
                PaperRecord fact = JsonSerializer.Deserialize(payload, PaperJson.Default.PaperRecord)!;
                state.Apply(fact);
                checkpoint = fact is PaperCheckpointed ? sequence : checkpoint;
            }
            catch (JsonException broken)
            {
                unreadable ??= new Fault(FaultKind.Corrupt, $"{folder}/{name}: record {sequence} is not a fact of a paper account: {broken.Message}");
            }
        }
    }

    /// <summary>Appends and applies; it is on disk after the next <see cref="Commit"/>.</summary>
    public void Record(PaperRecord fact)
    {
        _journal.Append(JsonSerializer.SerializeToUtf8Bytes(fact, PaperJson.Default.PaperRecord));
        State.Apply(fact);
    }

    /// <summary>Everything recorded is on disk when it returns. A disk that refuses ends the process.</summary>
    public void Commit(long now_ms)
    {
        Flush();
        State.Bookings.Publish();
        if (_journal.LastSequence < _checkpoint + CheckpointEvery)
            return;
        _checkpoint = _journal.Append(JsonSerializer.SerializeToUtf8Bytes<PaperRecord>(State.Checkpoint(now_ms), PaperJson.Default.PaperRecord));
        Flush();
        _journal.RemoveBefore(_checkpoint);
    }

    public void Dispose() => _journal.Dispose();

    private void Flush()
    {
        Result<Done> flushed = _journal.Flush();
        Check.That(flushed.IsOk, flushed.Fault?.Message ?? "");
    }
}
