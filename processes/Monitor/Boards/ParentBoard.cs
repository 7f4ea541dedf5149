using Platform.Monitor.Rows;
using Platform.Wire.V1;

namespace Platform.Monitor.Boards;

/// <summary>
/// The open parents of every account, as last reported by their executor. Written by the feed's loop only; read by any thread.
/// </summary>
internal sealed class ParentBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, IReadOnlyList<LiveParent>> _parents = new(StringComparer.Ordinal);

    /// <summary>True when something changed.</summary>
    public bool Apply(string account, IEnumerable<ParentRow> open)
    {
        LiveParent[] rows = [.. open.Select(row => LiveParent.Of(account, row)).OrderBy(row => row.Symbol, StringComparer.Ordinal)];
        lock (_gate)
        {
            bool changed = !(_parents.TryGetValue(account, out IReadOnlyList<LiveParent>? held) ? held : []).SequenceEqual(rows);
            _parents[account] = rows;
            return changed;
        }
    }

    public IReadOnlyList<LiveParent> Rows(int limit)
    {
        lock (_gate)
            return [.. _parents.Values.SelectMany(rows => rows).Take(limit)];
    }
}
