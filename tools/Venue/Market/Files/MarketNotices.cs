
namespace Platform.Venue.Market.Files;

/// <summary>Notices of a source about its files: the first three of each kind with their text, the number of the others. Not thread-safe.</summary>
internal sealed class MarketNotices
{
    private const int InFull = 3;

    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _more = new(StringComparer.Ordinal);

    /// <summary>The notices, then one line for each kind with the number of omitted notices.</summary>
    public IReadOnlyList<string> Lines => [.. _lines, .. _more.Where(pair => pair.Value > InFull).Select(pair => $"{pair.Key}: {pair.Value - InFull} more notices of this kind.")];

    public bool IsEmpty => _lines.Count == 0;

    /// <param name="about">The file or symbol of the notice; notices about the same subject are of the same kind.</param>
    public void Add(string about, string text)
    {
        _more[about] = _more.GetValueOrDefault(about) + 1;
        if (_more[about] <= InFull)
            _lines.Add(text);
    }

    public void Add(MarketNotices other)
    {
        _lines.AddRange(other._lines);
        foreach ((string about, int count) in other._more)
            _more[about] = _more.GetValueOrDefault(about) + count;
    }
}
