using System.Text.Json;
using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Store.Journals;

namespace Platform.ExecutionFaults.Platforms;

/// <summary>Follows the journal of an executor from outside: the facts that are on disk, and the ledger that they make.</summary>
internal sealed class LedgerTail(string folder, string account)
{
    private readonly List<LedgerRecord> _facts = [];
    private ulong _last;
    private long _length;

    public OrderLedger Ledger { get; } = new();

    public IReadOnlyList<LedgerRecord> Facts => _facts;

    /// <summary>Reads what is new; throws when the journal is damaged.</summary>
    public void Read()
    {
        long length = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles($"executor-{account}-*").Sum(file => file.Length) : 0;
        if (length == _length)
            return;
        _length = length;
        Result<ulong> read = JournalReader.Read(folder, $"executor-{account}", _last + 1, Visit);
        if (!read.IsOk && read.Fault.Kind != FaultKind.NotFound)
            throw new InvalidDataException(read.Fault.Message);
    }

    /// <summary>Lets go of the facts, and of runs that ended long ago: for a reader that follows for days.</summary>
    public void Forget()
    {
        _facts.Clear();
        Ledger.Retire();
    }

    private void Visit(ulong sequence, ReadOnlySpan<byte> payload)
    {
        if (sequence <= _last)
            return;
        _last = sequence;
        LedgerRecord fact = JsonSerializer.Deserialize(payload, RecordJson.Default.LedgerRecord)!;
        _facts.Add(fact);
        Ledger.Apply(fact, sequence);
    }
}
