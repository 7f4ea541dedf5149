using System.IO.Compression;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// Reads aggTrades archives (CSV, or ZIP with one CSV): with or without a header, in any order, `true` or `True`,
/// milliseconds or microseconds; rows without quantity are dropped (spec/binance-usdm.md §9).
/// </summary>
internal static class ArchiveReader
{
    private const long FirstMicroseconds = 100_000_000_000_000;

    /// <summary>Adds a file's trades; a malformed row is a fault that names file and line.</summary>
    public static Result<Done> Read(string path, List<RecordedEvent> into)
    {
        using FileStream file = File.OpenRead(path);
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return ReadText(path, file, into);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        ZipArchiveEntry? entry = zip.Entries.FirstOrDefault(inside => inside.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        if (entry is null)
            return new Fault(FaultKind.Invalid, $"{path}: the archive holds no CSV file.");
        using Stream text = entry.Open();
        return ReadText(path, text, into);
    }

    /// <summary>The symbol that a file name begins with: `BTCUSDT-aggTrades-2026-07-15.zip`, `btcusdt_2024_aggTrades.csv`.</summary>
    public static string SymbolOf(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.IndexOfAny(['-', '_', '.']);
        return (end < 0 ? name : name[..end]).ToUpperInvariant();
    }

    private static Result<Done> ReadText(string path, Stream stream, List<RecordedEvent> into)
    {
        using var reader = new StreamReader(stream);
        for (int line = 1; reader.ReadLine() is { } row; line++)
        {
            if (row.Length == 0 || (line == 1 && !char.IsAsciiDigit(row[0])))
                continue;
            if (!TryRow(row, out RecordedEvent trade))
                return new Fault(FaultKind.Invalid, $"{path}:{line}: expected 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker'. Repair or remove the row.");
            if (trade.Quantity > 0)
                into.Add(trade);
        }

        return Done.Value;
    }

    private static bool TryRow(ReadOnlySpan<char> row, out RecordedEvent trade)
    {
        trade = default;
        Span<Range> cells = stackalloc Range[9];
        if (row.Split(cells, ',') < 7)
            return false;
        if (!Price.TryParse(row[cells[1]], out Price price) || !Quantity.TryParse(row[cells[2]], out Quantity quantity)
            || !long.TryParse(row[cells[5]], out long time) || !bool.TryParse(row[cells[6]], out bool buyerIsMaker))
            return false;
        trade = RecordedEvent.OfTrade(time >= FirstMicroseconds ? time / 1000 : time, price.Units, quantity.Units, buyerIsMaker);
        return price.Units > 0 && quantity.Units >= 0;
    }
}
