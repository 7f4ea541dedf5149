using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Books;

/// <summary>The levels of one book that changed since the last report, each once; used again for every report.</summary>
internal sealed class BookChanges
{
    public List<BookLevel> Bids { get; } = [];

    public List<BookLevel> Asks { get; } = [];

    /// <summary>Levels of RPI orders alone, which the open book does not show.</summary>
    public List<BookLevel> RpiBids { get; } = [];

    public List<BookLevel> RpiAsks { get; } = [];

    public int Count => Bids.Count + Asks.Count + RpiBids.Count + RpiAsks.Count;
}
