using System.Text.Json.Serialization;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Archives.Queues;

/// <summary>The document of a <see cref="FileQueue"/>.</summary>
internal sealed record QueueDocument(int Version, IReadOnlyList<WorkEntry> Entries);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(QueueDocument))]
internal sealed partial class QueueJson : JsonSerializerContext;

/// <summary>
/// A queue in one file, shared by the processes and machines with access to its folder. Each change is made under a file lock of the operating
/// system, which is released when a process ends, and replaces the file atomically. The clocks of the machines may differ by a fraction of the lease.
/// </summary>
public sealed class FileQueue(string path, TimeProvider clock, TimeSpan lease) : IWorkQueue
{
    private const int Version = 1;

    private static readonly TimeSpan s_lockLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_lockPause = TimeSpan.FromMilliseconds(15);

    private readonly SemaphoreSlim _gate = new(1);

    public Task<Result<Done>> AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancel) => ChangeAsync(
        ledger =>
        {
            ledger.Add(items);
            return Done.Value;
        },
        cancel);

    public Task<Result<TakenWork>> TakeAsync(string owner, CancellationToken cancel) => ChangeAsync(ledger => ledger.Take(owner, clock.NowMilliseconds()), cancel);

    public Task<Result<bool>> RenewAsync(WorkLease lease, CancellationToken cancel) => ChangeAsync(ledger => ledger.Renew(lease, clock.NowMilliseconds()), cancel);

    public Task<Result<bool>> EndAsync(WorkLease lease, WorkState state, string result, CancellationToken cancel) => ChangeAsync(ledger => ledger.End(lease, state, result), cancel);

    public Task<Result<bool>> ReturnAsync(WorkLease lease, CancellationToken cancel) => ChangeAsync(ledger => ledger.Return(lease), cancel);

    /// <summary>Reads without the lock, because the file is always complete.</summary>
    public Task<Result<IReadOnlyList<WorkEntry>>> ListAsync(CancellationToken cancel) => Task.FromResult(Read());

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Result<T>> ChangeAsync<T>(Func<WorkLedger, T> change, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            Result<FileStream> held = await LockAsync(cancel);
            if (!held.IsOk)
                return held.Fault;
            await using FileStream file = held.Value;
            if (!Read().TryGet(out IReadOnlyList<WorkEntry>? entries, out Fault? fault))
                return fault;
            var ledger = new WorkLedger(entries, (long)lease.TotalMilliseconds);
            T answer = change(ledger);
            if (ledger.Entries.SequenceEqual(entries))
                return answer;
            return JsonDocumentFile.Write(path, new QueueDocument(Version, ledger.Entries), QueueJson.Default.QueueDocument).Then<T>(_ => answer);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Result<IReadOnlyList<WorkEntry>> Read()
    {
        Result<QueueDocument> read = JsonDocumentFile.Read(path, QueueJson.Default.QueueDocument);
        if (read.Fault is { Kind: FaultKind.NotFound })
            return Result<IReadOnlyList<WorkEntry>>.Ok([]);
        if (!read.IsOk)
            return read.Fault;
        return read.Value is { Version: Version, Entries: { } entries }
            ? Result<IReadOnlyList<WorkEntry>>.Ok(entries)
            : new Fault(FaultKind.Invalid, $"{path} is not a queue of version {Version}; use another file, or remove this one to start again");
    }

    private async Task<Result<FileStream>> LockAsync(CancellationToken cancel)
    {
        string lockPath = path + ".lock";
        long began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(lockPath))!);
                return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException refused)
            {
                return new Fault(FaultKind.Invalid, $"the queue {path} cannot be written: {refused.Message}");
            }
            catch (IOException held) when (clock.GetElapsedTime(began) > s_lockLimit)
            {
                return new Fault(FaultKind.Unavailable, $"the queue {path} has been locked for {s_lockLimit.TotalSeconds:0} s: {held.Message}", IsTransient: true);
            }
            catch (IOException)
            {
                await Task.Delay(s_lockPause, clock, cancel);
            }
        }
    }
}
