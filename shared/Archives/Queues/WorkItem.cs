using System.Text.Json.Serialization;

namespace Platform.Archives.Queues;

/// <summary>One piece of work: a symbol and the months to build, YYYY-MM, both included.</summary>
public sealed record WorkItem(string Symbol, string From, string To);

/// <summary>The state of a work item.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkState>))]
public enum WorkState
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>A worker holds a lease on it, which may have expired.</summary>
    [JsonStringEnumMemberName("leased")]
    Leased,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A piece of work with its state.</summary>
/// <param name="Owner">Who holds or last held the lease; empty before.</param>
/// <param name="Attempt">Leases given so far: the newest alone is good.</param>
/// <param name="LeaseEnd_ms">When the lease expires, Unix ms.</param>
/// <param name="Result">Why it failed, or what was done.</param>
public sealed record WorkEntry(WorkItem Item, WorkState State, string Owner, int Attempt, long LeaseEnd_ms, string Result);

/// <summary>The right to work on an item until it expires or another attempt begins.</summary>
public sealed record WorkLease(WorkItem Item, string Owner, int Attempt);

/// <summary>An answer to a worker that asks for work.</summary>
/// <param name="Lease">Null when nothing is free now.</param>
/// <param name="IsFinished">Nothing is pending and nothing is leased: the worker may go.</param>
public readonly record struct TakenWork(WorkLease? Lease, bool IsFinished);
