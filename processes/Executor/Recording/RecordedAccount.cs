using Platform.Accounting.Stores;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;

namespace Platform.Executor.Recording;

/// <summary>The account's store and journal, opened together: rows that the store lacks are made again from the journal.</summary>
internal sealed class RecordedAccount : IDisposable
{
    private readonly DuckDbDatabase _database;

    private RecordedAccount(DuckDbDatabase database, AccountStore store, AccountJournal journal, LedgerProjection projection, ForeignFills foreign, IncomeReader income)
    {
        (_database, Store, Journal, Projection, Foreign, Income) = (database, store, journal, projection, foreign, income);
        journal.Applied += fact => projection.Follow(fact, journal.LastSequence, journal.Ledger);
        Retain();
    }

    public AccountStore Store { get; }

    public AccountJournal Journal { get; }

    /// <summary>Owned by the account's context.</summary>
    public LedgerProjection Projection { get; }

    public ForeignFills Foreign { get; }

    public IncomeReader Income { get; }

    /// <summary>Time of the last sample of equity that is stored; 0 for none.</summary>
    public long LastEquity_ms => Store.Manifest.Files.Where(file => file.Table == "equity").Select(file => file.Last_ms).DefaultIfEmpty(0).Max();

    /// <summary>Opens both. Returns the fault of either; Corrupt when the store has rows of facts that the journal lacks.</summary>
    public static Result<RecordedAccount> Open(RecordedFolders folders, string account, IAccountBookings bookings, TimeProvider clock)
    {
        if (!DuckDbDatabase.Open(new DuckDbOptions { MemoryLimit_mib = 128 }).TryGet(out DuckDbDatabase? database, out Fault? fault))
            return fault;
        Result<RecordedAccount> opened = AccountStore.Open(database, folders.Records, account).Then(store => Open(database, store, folders, account, bookings, clock));
        if (!opened.IsOk)
            database.Dispose();
        return opened;
    }

    /// <summary>Marks rows as stored; the journal may then remove their facts. Call on the account's context.</summary>
    public Done Stored(LedgerBatch batch)
    {
        Projection.Stored(batch);
        Retain();
        return Done.Value;
    }

    /// <summary>Closes the store; the journal is closed by the executor, which owns it.</summary>
    public void Dispose()
    {
        Store.Dispose();
        _database.Dispose();
    }

    private static Result<RecordedAccount> Open(DuckDbDatabase database, AccountStore store, RecordedFolders folders, string account, IAccountBookings bookings, TimeProvider clock)
    {
        // From here on every income record is stored, including those made while this process is down.
        Result<Done> begun = store.Begin(clock.NowMilliseconds());
        if (!begun.IsOk)
            return begun.Fault;
        AccountManifest manifest = store.Manifest;
        var projection = new LedgerProjection((ulong)manifest.Sequence);
        if (!AccountJournal.Open(folders.Journals, account, folders.WaitForDisk, projection.Follow).TryGet(out AccountJournal? journal, out Fault? fault))
            return fault;
        var reader = new AccountStoreReader(database, folders.Records);
        var foreign = new ForeignFills(bookings, reader, account);
        var income = new IncomeReader(bookings, clock);
        fault = journal.LastSequence < (ulong)manifest.Sequence
            ? new Fault(FaultKind.Corrupt, $"{Path.Combine(folders.Records, account)} holds rows up to fact {manifest.Sequence}, and the journal in {folders.Journals} ends at {journal.LastSequence}: the journal was removed or is an older copy. Put it back, or move that folder away to begin new records.")
            : income.Resume(reader, account, manifest).Then(_ => foreign.Resume(manifest)).Fault;
        if (fault is null)
            return new RecordedAccount(database, store, journal, projection, foreign, income);
        journal.Dispose();
        return fault;
    }

    private void Retain() => Journal.RetainFrom = Math.Min(Projection.NeededFrom, (ulong)Store.Manifest.Sequence + 1);
}

/// <summary>The folders of an account's files.</summary>
/// <param name="Records">The folder for the records of all accounts.</param>
/// <param name="WaitForDisk">False makes a test fast.</param>
internal sealed record RecordedFolders(string Journals, string Records, bool WaitForDisk = true);
