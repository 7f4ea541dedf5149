using Platform.Primitives.Outcomes;

namespace Platform.Archives.Queues;

/// <summary>
/// Work shared by workers of any process or machine. Each item is leased to one worker at a time; a lease that is not renewed expires,
/// and another worker can take the item. Thread-safe.
/// </summary>
public interface IWorkQueue : IAsyncDisposable
{
    /// <summary>Adds new items in order; failed items become pending again.</summary>
    Task<Result<Done>> AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancel);

    /// <summary>Leases the first free item.</summary>
    Task<Result<TakenWork>> TakeAsync(string owner, CancellationToken cancel);

    /// <summary>Extends a lease; false when another attempt has replaced it.</summary>
    Task<Result<bool>> RenewAsync(WorkLease lease, CancellationToken cancel);

    /// <summary>Ends the work of a lease; false, without a change, when the lease was lost.</summary>
    Task<Result<bool>> EndAsync(WorkLease lease, WorkState state, string result, CancellationToken cancel);

    /// <summary>Returns an unfinished item at once, for example when the worker stops.</summary>
    Task<Result<bool>> ReturnAsync(WorkLease lease, CancellationToken cancel);

    /// <summary>All items, in the order they were added.</summary>
    Task<Result<IReadOnlyList<WorkEntry>>> ListAsync(CancellationToken cancel);
}
