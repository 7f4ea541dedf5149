using Google.Protobuf;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Journals;
using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>The coordinator's journal on disk: every decision is stored here before it takes effect. Thread-safe.</summary>
internal sealed class RunJournal : IDisposable
{
    private const string Name = "coordinator";

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly string _folder;
    private readonly TimeProvider _clock;

    private RunJournal(Journal journal, string folder, TimeProvider clock) => (_journal, _folder, _clock) = (journal, folder, clock);

    /// <summary>Result of opening the journal; the caller logs an incomplete last record.</summary>
    public JournalRecovery Recovery => _journal.Recovery;

    public static Result<RunJournal> Open(string folder, TimeProvider clock) =>
        Journal.Open(folder, Name).Then<RunJournal>(journal => new RunJournal(journal, folder, clock));

    /// <summary>Every stored record, oldest first.</summary>
    public Result<ulong> Replay(Action<LedgerRecord> visit) =>
        JournalReader.Read(_folder, Name, 1, (_, payload) => visit(LedgerRecord.Parser.ParseFrom(payload)));

    /// <summary>Stamps the records with platform time and stores them together; Ok when they are on disk.</summary>
    public Result<Done> Store(IReadOnlyList<LedgerRecord> records)
    {
        lock (_gate)
        {
            foreach (LedgerRecord record in records)
            {
                record.AtMs = _clock.NowMilliseconds();
                _journal.Append(record.ToByteArray());
            }

            return _journal.Flush();
        }
    }

    public void Dispose() => _journal.Dispose();
}
