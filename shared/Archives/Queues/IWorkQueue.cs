using Platform.Primitives.Outcomes;

namespace Platform.Archives.Queues;

/// <summary>
/// Work shared by workers of any process or machine. Each item is leased to one worker at a time; a lease that is not renewed expires,
/// and the item goes to another. Any thread.
/// </summary>
public interface IWorkQueue : IAsyncDisposable
{
    /// <summary>Adds what is not known yet, in order; what failed before becomes pending again.</summary>
    Task<Result<Done>> AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancel);

    /// <summary>Leases the first free item.</summary>
    Task<Result<TakenWork>> TakeAsync(string owner, CancellationToken cancel);

    /// <summary>Prolongs a lease; false when it was lost to another attempt.</summary>
    Task<Result<bool>> RenewAsync(WorkLease lease, CancellationToken cancel);

    /// <summary>Ends the work of a lease; false, and nothing changes, when it was lost.</summary>
    Task<Result<bool>> EndAsync(WorkLease lease, WorkState state, string result, CancellationToken cancel);

    /// <summary>Returns an unfinished item immediately, as when the worker is stopped.</summary>
    Task<Result<bool>> ReturnAsync(WorkLease lease, CancellationToken cancel);

    /// <summary>All items, in the order they were added.</summary>
    Task<Result<IReadOnlyList<WorkEntry>>> ListAsync(CancellationToken cancel);
}
