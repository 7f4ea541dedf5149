using System.IO.Compression;

namespace Platform.Venue.Market.Files;

/// <summary>
/// The lines of one recording: plain text, gzip, or the one text of a ZIP. A file that cannot be opened has none; one that is cut
/// short or damaged has those before the damage. Either way a notice says so.
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
            notices.Add(path, $"{path}: cannot be opened: {unreadable.Message} It is left out; fetch it again.");
        }
    }

    /// <summary>Number of the line read last, from 1.</summary>
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
                Cut("the compressed data end before their end mark.");
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
        _notices.Add(_path, $"{_path}: is cut short or damaged after line {Number}: {why} The lines before it are used; fetch the file again.");
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
            throw new InvalidDataException($"a ZIP with one CSV file is expected, this one holds {texts.Length}.");
        return Serialize(texts[0].Open());
    }

    private T Serialize<T>(T opened)
        where T : IDisposable
    {
        _open.Push(opened);
        return opened;
    }
}
