using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Store.Journals;

namespace Platform.Executor.Ledger;

/// <summary>
/// The ledger together with its journal: a fact is appended, applied, and made durable with all facts of the same moment. Owned by the
/// account's context.
/// </summary>
internal sealed class AccountJournal : IDisposable
{
    private const ulong CheckpointEvery = 20_000;

    private readonly Journal _journal;
    private readonly string _folder;
    private readonly string _name;
    private ulong _checkpoint;

    private AccountJournal(Journal journal, string folder, string name, OrderLedger ledger)
    {
        _journal = journal;
        _folder = folder;
        _name = name;
        Ledger = ledger;
    }

    public OrderLedger Ledger { get; }

    /// <summary>Result of opening the journal, for the log of the start.</summary>
    public JournalRecovery Recovery => _journal.Recovery;

    public ulong LastSequence => _journal.LastSequence;

    /// <summary>Sequence number of the first fact that another part needs after a restart; older facts may be removed.</summary>
    public ulong RetainFrom { get; set; } = ulong.MaxValue;

    /// <summary>Called after each fact is applied, before it is durable; used by publishing and metrics.</summary>
    public event Action<LedgerRecord>? Applied;

    /// <summary>Called for facts that the ledger refused; they are counted and reported.</summary>
    public event Action<LedgerRecord, Fault>? Refused;

    /// <summary>Opens the journal and replays it. Already when another process holds it, Corrupt when stored facts are damaged.</summary>
    /// <param name="replayed">Called for every stored fact after the ledger has applied it.</param>
    public static Result<AccountJournal> Open(string folder, string account, bool waitForDisk = true, Action<LedgerRecord, ulong, OrderLedger>? replayed = null)
    {
        string name = $"executor-{account}";
        var options = new JournalOptions { SegmentBytes = 8 * 1024 * 1024, WaitForDisk = waitForDisk };
        if (!Journal.Open(folder, name, options).TryGet(out Journal? journal, out Fault? fault))
            return fault;
        var ledger = new OrderLedger();
        Fault? unreadable = null;
        Result<ulong> read = JournalReader.Read(folder, name, 0, Visit, options);
        fault = read.Fault ?? unreadable;
        if (fault is not null)
        {
            journal.Dispose();
            return fault;
        }

        ledger.Retire();
        return new AccountJournal(journal, folder, name, ledger);

        void Visit(ulong sequence, ReadOnlySpan<byte> payload)
        {
            try
            {
                // Facts whose run began in a removed segment refer to nothing; the ledger ignores them.
                LedgerRecord fact = JsonSerializer.Deserialize(payload, RecordJson.Default.LedgerRecord)!;
                if (ledger.Apply(fact, sequence).IsOk)
                    replayed?.Invoke(fact, sequence, ledger);
            }
            catch (JsonException damaged)
            {
                unreadable ??= new Fault(FaultKind.Corrupt, $"{folder}/{name}: record {sequence} is not a fact of the executor: {damaged.Message}");
            }
        }
    }

    /// <summary>Appends and applies; false when the ledger refused the fact, which is then in the journal without effect, in every replay.</summary>
    public bool Record(LedgerRecord fact)
    {
        ulong sequence = _journal.Append(JsonSerializer.SerializeToUtf8Bytes(fact, RecordJson.Default.LedgerRecord));
        Result<Done> applied = Ledger.Apply(fact, sequence);
        if (!applied.IsOk)
            Refused?.Invoke(fact, applied.Fault);
        else
            Applied?.Invoke(fact);
        return applied.IsOk;
    }

    /// <summary>Makes everything recorded so far durable; Ok when it is on disk. After a failure nothing more may be sent.</summary>
    public Result<Done> Flush() => _journal.Flush();

    /// <summary>Removes old runs from memory and, occasionally, old segments from the disk behind a checkpoint.</summary>
    public void Trim(long at_ms)
    {
        ulong needed = Ledger.Retire();
        if (_journal.LastSequence < _checkpoint + CheckpointEvery)
            return;
        Record(Ledger.Checkpoint(at_ms));
        if (!Flush().IsOk)
            return;
        _checkpoint = _journal.LastSequence;
        _journal.RemoveBefore(Math.Min(Math.Min(needed, _checkpoint), RetainFrom));
    }

    public void Dispose() => _journal.Dispose();
}
