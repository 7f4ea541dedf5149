using System.IO.Compression;

namespace Platform.Venue.Market.Files;

/// <summary>
/// The lines of one recording: plain text, gzip, or a ZIP archive with one text file. A file that cannot be opened has no lines; a truncated
/// or damaged file has the lines before the damage. Both cases add a notice.
/// </summary>
internal sealed class RecordingLines : IDisposable
{
    private readonly string _path;
    private readonly MarketNotices _notices;
    private readonly Stack<IDisposable> _open = new();
    private StreamReader? _reader;
    private GzipText? _whole;

    public RecordingLines(string path, MarketNotices notices)
    {
        (_path, _notices) = (path, notices);
        try
        {
            _reader = new StreamReader(Serialize(Open()));
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            notices.Add(path, $"{path}: cannot be opened: {unreadable.Message} The file is skipped; fetch it again.");
        }
    }

    /// <summary>Number of the last line that was read; the first line is 1.</summary>
    public int Number { get; private set; }

    public bool TryNext(out string line)
    {
        line = "";
        try
        {
            if (_reader?.ReadLine() is { } next)
            {
                (line, Number) = (next, Number + 1);
                return true;
            }

            if (_whole is { IsWhole: false })
                Cut("the compressed data ends early.");
            return false;
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException)
        {
            Cut(damaged.Message);
            return false;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable opened in _open)
            opened.Dispose();
    }

    private void Cut(string why)
    {
        (_reader, _whole) = (null, null);
        _notices.Add(_path, $"{_path}: is truncated or damaged after line {Number}: {why} The lines before it are used; fetch the file again.");
    }

    private Stream Open()
    {
        Stream file = Serialize(File.OpenRead(_path));
        if (_path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return _whole = Serialize(new GzipText(file));
        if (!_path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return file;
        ZipArchive zip = Serialize(new ZipArchive(file, ZipArchiveMode.Read));
        ZipArchiveEntry[] texts = [.. zip.Entries.Where(entry => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))];
        if (texts.Length != 1)
            throw new InvalidDataException($"expected a ZIP with one CSV file, this one contains {texts.Length}.");
        return Serialize(texts[0].Open());
    }

    private T Serialize<T>(T opened)
        where T : IDisposable
    {
        _open.Push(opened);
        return opened;
    }
}
