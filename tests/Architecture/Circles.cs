namespace Platform.Architecture;

/// <summary>Finds groups of nodes that reach each other (Tarjan's strongly connected components).</summary>
internal static class Circles
{
    public static List<List<string>> Find(IReadOnlyDictionary<string, HashSet<string>> arrows)
    {
        var search = new Search(arrows);
        foreach (string node in arrows.Keys.Order(StringComparer.Ordinal))
            search.Visit(node);
        return search.Found;
    }

    private sealed class Search(IReadOnlyDictionary<string, HashSet<string>> arrows)
    {
        private readonly Dictionary<string, (int Index, int Low)> _seen = [];
        private readonly Stack<string> _open = [];
        private readonly HashSet<string> _isOpen = [];

        public List<List<string>> Found { get; } = [];

        public void Visit(string node)
        {
            if (_seen.ContainsKey(node))
                return;
            int index = _seen.Count, low = index;
            _seen[node] = (index, low);
            _open.Push(node);
            _isOpen.Add(node);
            foreach (string next in arrows.TryGetValue(node, out HashSet<string>? targets) ? targets : [])
            {
                Visit(next);
                if (_isOpen.Contains(next))
                    low = Math.Min(low, _seen[next].Low);
            }

            _seen[node] = (index, low);
            if (low == index)
                Close(node);
        }

        private void Close(string node)
        {
            var group = new List<string>();
            string member;
            do
            {
                member = _open.Pop();
                _isOpen.Remove(member);
                group.Add(member);
            }
            while (member != node);
            if (group.Count > 1)
                Found.Add([.. group.Order(StringComparer.Ordinal)]);
        }
    }
}
