
namespace Platform.Venue.Market.Files;

/// <summary>What a source has to say about its files: a few lines of each kind in full, the rest as a number. One thread at a time.</summary>
internal sealed class MarketNotices
{
    private const int InFull = 3;

    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _more = new(StringComparer.Ordinal);

    /// <summary>Every line, then how many more there were of each kind.</summary>
    public IReadOnlyList<string> Lines => [.. _lines, .. _more.Where(pair => pair.Value > InFull).Select(pair => $"{pair.Key}: {pair.Value - InFull} more like it.")];

    public bool IsEmpty => _lines.Count == 0;

    /// <param name="about">What counts as the same kind: a file, a symbol.</param>
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
