using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Captures;

/// <summary>One line of a capture with what it is.</summary>
/// <param name="Record">Null for a plain message.</param>
internal readonly record struct CapturedLine(long Time_ns, string Exchange, int Connection, CaptureRecord? Record, byte[] Message, bool IsBinary);

/// <summary>A capture on disk, plain or gzip. Reads lines in the order of the file; a line that is no part of a capture is counted and named.</summary>
/// <param name="Exchange">Of every plain message; null where each is recognised by its content.</param>
public sealed record QuoteCaptureFile(string Path, string? Exchange = null)
{
    private const int NamedLines = 3;

    /// <summary>A file, or EXCHANGE:FILE for a capture of one exchange.</summary>
    public static QuoteCaptureFile Parse(string text, IReadOnlyList<string> exchanges)
    {
        int colon = text.IndexOf(':');
        return colon > 0 && exchanges.Contains(text[..colon]) ? new QuoteCaptureFile(text[(colon + 1)..], text[..colon]) : new QuoteCaptureFile(text);
    }

    /// <summary>A fault when it cannot be opened.</summary>
    internal Fault? Check()
    {
        try
        {
            using StreamReader reader = Open();
            reader.Peek();
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new Fault(FaultKind.NotFound, $"{Path}: cannot be read ({refused.Message}); name a capture with lines of a time and a JSON message, plain or gzip.");
        }
    }

    /// <summary>Every line that belongs to a capture.</summary>
    /// <param name="notice">Told of the first lines that do not.</param>
    internal IEnumerable<CapturedLine> Read(Action<string> notice)
    {
        using StreamReader reader = Open();
        int number = 0, odd = 0;
        while (NextLine(reader, notice) is { } text)
        {
            number++;
            if (text.Length == 0)
                continue;
            if (TryRead(Encoding.UTF8.GetBytes(text), out CapturedLine line))
                yield return line;
            else if (++odd <= NamedLines)
                notice($"{Path}:{number}: is skipped; expected a time, a blank and a message of an exchange{(odd == NamedLines ? " (further lines are not named)" : "")}.");
        }
    }

    /// <summary>Null at the end, and where a gzip file was cut.</summary>
    private string? NextLine(StreamReader reader, Action<string> notice)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception cut) when (cut is InvalidDataException or IOException)
        {
            notice($"{Path}: ends early ({cut.Message}); what came before is used.");
            return null;
        }
    }

    private bool TryRead(byte[] text, out CapturedLine line)
    {
        line = default;
        if (!CaptureLine.TrySplit(text, out long time, out ReadOnlySpan<byte> split))
            return false;
        byte[] message = split.ToArray();
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            if ((CaptureLine.ExchangeOf(document.RootElement) is { } known ? Exchange ?? known : null) is { } exchange)
            {
                line = new CapturedLine(CaptureLine.ToNanoseconds(time), exchange, 0, null, message, false);
                return true;
            }

            if (!document.RootElement.TryGetProperty("exchange", out _) || document.RootElement.Deserialize(CaptureJson.Default.CaptureRecord) is not { } record)
                return false;
            line = new CapturedLine(CaptureLine.ToNanoseconds(time), record.Exchange, record.Connection, record, record.Binary ?? Encoding.UTF8.GetBytes(record.Text ?? ""), record.Binary is not null);
            return true;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private StreamReader Open()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        bool isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new StreamReader(isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
    }
}
