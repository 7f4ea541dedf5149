using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Archives.Queues;

/// <summary>A queue in memory for the workers of one process.</summary>
public sealed class MemoryQueue(TimeProvider clock, TimeSpan lease) : IWorkQueue
{
    private readonly Lock _gate = new();
    private readonly WorkLedger _ledger = new([], (long)lease.TotalMilliseconds);

    public Task<Result<Done>> AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancel) => Locked(() =>
    {
        _ledger.Add(items);
        return Done.Value;
    });

    public Task<Result<TakenWork>> TakeAsync(string owner, CancellationToken cancel) => Locked(() => _ledger.Take(owner, clock.NowMilliseconds()));

    public Task<Result<bool>> RenewAsync(WorkLease lease, CancellationToken cancel) => Locked(() => _ledger.Renew(lease, clock.NowMilliseconds()));

    public Task<Result<bool>> EndAsync(WorkLease lease, WorkState state, string result, CancellationToken cancel) => Locked(() => _ledger.End(lease, state, result));

    public Task<Result<bool>> ReturnAsync(WorkLease lease, CancellationToken cancel) => Locked(() => _ledger.Return(lease));

    public Task<Result<IReadOnlyList<WorkEntry>>> ListAsync(CancellationToken cancel) => Locked<IReadOnlyList<WorkEntry>>(() => [.. _ledger.Entries]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<Result<T>> Locked<T>(Func<T> change)
    {
        lock (_gate)
            return Task.FromResult(Result<T>.Ok(change()));
    }
}
