namespace Platform.Archives.Queues;

/// <summary>The rules of a queue over a list of entries; the caller passes the time. Not thread-safe.</summary>
internal sealed class WorkLedger(IEnumerable<WorkEntry> entries, long lease_ms)
{
    private readonly List<WorkEntry> _entries = [.. entries];

    public IReadOnlyList<WorkEntry> Entries => _entries;

    public void Add(IEnumerable<WorkItem> items)
    {
        foreach (WorkItem item in items)
        {
            int known = _entries.FindIndex(entry => entry.Item == item);
            if (known < 0)
                _entries.Add(new WorkEntry(item, WorkState.Pending, "", 0, 0, ""));
            else if (_entries[known].State == WorkState.Failed)
                _entries[known] = _entries[known] with { State = WorkState.Pending };
        }
    }

    public TakenWork Take(string owner, long now_ms)
    {
        int free = _entries.FindIndex(entry => entry.State == WorkState.Pending || (entry.State == WorkState.Leased && entry.LeaseEnd_ms <= now_ms));
        if (free < 0)
            return new TakenWork(null, _entries.All(entry => entry.State is WorkState.Done or WorkState.Failed));
        WorkEntry taken = _entries[free] with { State = WorkState.Leased, Owner = owner, Attempt = _entries[free].Attempt + 1, LeaseEnd_ms = now_ms + lease_ms };
        _entries[free] = taken;
        return new TakenWork(new WorkLease(taken.Item, owner, taken.Attempt), false);
    }

    /// <summary>An expired lease is valid as long as no other worker took the item.</summary>
    public bool Renew(WorkLease lease, long now_ms) => Change(lease, entry => entry with { LeaseEnd_ms = now_ms + lease_ms });

    public bool End(WorkLease lease, WorkState state, string result) => Change(lease, entry => entry with { State = state, Result = result });

    public bool Return(WorkLease lease) => Change(lease, entry => entry with { State = WorkState.Pending });

    private bool Change(WorkLease lease, Func<WorkEntry, WorkEntry> change)
    {
        int index = _entries.FindIndex(entry => entry.Item == lease.Item);
        if (index < 0 || _entries[index] is not { State: WorkState.Leased } held || held.Attempt != lease.Attempt || held.Owner != lease.Owner)
            return false;
        _entries[index] = change(held);
        return true;
    }
}
