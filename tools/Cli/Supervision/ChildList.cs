namespace Platform.Cli.Supervision;

/// <summary>The newest child of each process of a run. Thread-safe.</summary>
internal sealed class ChildList
{
    private readonly Lock _gate = new();
    private readonly List<Child> _children = [];

    /// <summary>The current children, including those that have exited.</summary>
    public IReadOnlyList<Child> All
    {
        get
        {
            lock (_gate)
                return [.. _children];
        }
    }

    /// <summary>Adds a child; it replaces an earlier one of the same process.</summary>
    public void Add(Child child)
    {
        lock (_gate)
        {
            _children.RemoveAll(earlier => earlier.Spec == child.Spec);
            _children.Add(child);
        }
    }
}
