using System.Buffers.Binary;
using System.IO.Compression;

namespace Platform.Venue.Market.Files;

/// <summary>Reads the text of a gzip file and detects a truncated file, which the decoder alone does not: a gzip file ends with the length of its text.</summary>
internal sealed class GzipText : Stream
{
    private readonly Trailer _end;
    private readonly GZipStream _text;
    private long _length;
    private int _last = '\n';

    public GzipText(Stream file)
    {
        _end = Trailer.Of(file);
        _text = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>True when the text is complete: its length equals the length at the end of the file, or it ends with a line break, as in concatenated gzip files.</summary>
    public bool IsWhole => (uint)_length == _end.Length || _last == '\n';

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _text.Read(buffer);
        _length += read;
        if (read > 0)
            _last = buffer[read - 1];
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The last four bytes of a gzip file: the length of the text, modulo 2^32.</summary>
    private readonly record struct Trailer(uint Length)
    {
        public static Trailer Of(Stream file)
        {
            Span<byte> tail = stackalloc byte[4];
            if (file.Length < 18)
                return default;
            file.Seek(-4, SeekOrigin.End);
            file.ReadExactly(tail);
            file.Seek(0, SeekOrigin.Begin);
            return new Trailer(BinaryPrimitives.ReadUInt32LittleEndian(tail));
        }
    }
}
