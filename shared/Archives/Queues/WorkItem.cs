using System.Text.Json.Serialization;

namespace Platform.Archives.Queues;

/// <summary>A work item: a symbol and the first and last month to build, YYYY-MM, both inclusive.</summary>
public sealed record WorkItem(string Symbol, string From, string To);

/// <summary>The state of a work item.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkState>))]
public enum WorkState
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>A worker has a lease on the item; the lease may have expired.</summary>
    [JsonStringEnumMemberName("leased")]
    Leased,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A work item with its state.</summary>
/// <param name="Owner">The worker with the current or last lease; empty before the first lease.</param>
/// <param name="Attempt">Number of leases so far; only the newest lease is valid.</param>
/// <param name="LeaseEnd_ms">Expiry time of the lease, Unix ms.</param>
/// <param name="Result">Why the work failed, or what was built.</param>
public sealed record WorkEntry(WorkItem Item, WorkState State, string Owner, int Attempt, long LeaseEnd_ms, string Result);

/// <summary>The exclusive right to work on an item until the lease expires or another attempt starts.</summary>
public sealed record WorkLease(WorkItem Item, string Owner, int Attempt);

/// <summary>The answer to a worker that requests work.</summary>
/// <param name="Lease">Null when no item is free at this time.</param>
/// <param name="IsFinished">True when no item is pending or leased: the worker can end.</param>
public readonly record struct TakenWork(WorkLease? Lease, bool IsFinished);
