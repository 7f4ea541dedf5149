using System.IO.Compression;
using Platform.Cli.TradeStream.Flow;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Files;

/// <summary>
/// A file of trades, read line by line: a capture (`TIME {"stream":…,"data":…}`, or the JSON alone) or a CSV of aggTrades. Format and
/// gzip compression are detected from the content, not from the name.
/// </summary>
internal sealed class TradeInputFile(string path)
{
    private const int LineMax = 4 * 1024 * 1024;

    private readonly LinePlace _place = new(path);
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _skipsLine;

    /// <summary>
    /// Passes every line to the processor; a fault when the file cannot be opened or ends early. Lines read before the fault count.
    /// </summary>
    public Fault? Read(StreamProcessor processor, IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using Stream content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
            ReadLines(content, processor, symbols, cancel);
            return null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Fault(FaultKind.NotFound, $"--input {path}: the file does not exist; expected a capture or a CSV of aggTrades.");
        }
        catch (UnauthorizedAccessException refused)
        {
            return new Fault(FaultKind.Invalid, $"--input {path}: {(Directory.Exists(path) ? "it is a folder; expected one file in it" : refused.Message)}.");
        }
        catch (InvalidDataException broken)
        {
            return new Fault(FaultKind.Corrupt, $"--input {path}: the compressed data ends early or is damaged after line {_place.Line} ({broken.Message}). Trades before that line are counted; download the file again.");
        }
        catch (IOException broken)
        {
            return new Fault(FaultKind.Corrupt, $"--input {path}: reading failed after line {_place.Line}: {broken.Message}");
        }
    }

    private void ReadLines(Stream content, StreamProcessor processor, IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        CaptureLines capture = new(processor, _place);
        AggTradeCsv? csv = null;
        while (TryNext(content, processor, out ReadOnlySpan<byte> line) && !cancel.IsCancellationRequested)
        {
            if (line.IsEmpty)
                continue;
            if (csv is null && !CaptureLines.Fits(line) && !capture.HasBegun)
                csv = new AggTradeCsv(processor, _place, AggTradeCsv.SymbolOf(path, symbols));
            if (csv is not null)
                csv.Take(line);
            else
                capture.Take(line);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>
    /// The next line without its line end, which may be missing on the last line. A line longer than 4 MiB counts as unreadable.
    /// </summary>
    private bool TryNext(Stream content, StreamProcessor processor, out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Cut(_start, searched + at);
                _start += searched + at + 1;
                if (!_skipsLine)
                    return true;
                _skipsLine = false;
                searched = 0;
                continue;
            }

            searched = _end - _start;
            if (searched >= LineMax && !_skipsLine)
            {
                _place.Line++;
                processor.TakeUnreadable(_buffer.AsSpan(_start, 160), _place.ToString);
                _skipsLine = true;
            }

            if (_skipsLine)
                (_start, _end, searched) = (0, 0, 0);
            if (Fill(content))
                continue;
            line = Cut(_start, _end - _start);
            _start = _end;
            return line.Length > 0;
        }
    }

    private ReadOnlySpan<byte> Cut(int start, int length)
    {
        if (!_skipsLine)
            _place.Line++;
        ReadOnlySpan<byte> line = _buffer.AsSpan(start, length);
        if (_place.Line == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line.TrimEnd((byte)'\r');
    }

    /// <summary>Moves unread bytes to the front of the buffer and reads more; false at the end.</summary>
    private bool Fill(Stream content)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = content.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
