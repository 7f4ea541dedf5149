using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Commands;

/// <summary>The options of an exchange: the first frame of its state file.</summary>
internal sealed record StateHeader(int Schema, long Start_ms, ExchangeOptions Options)
{
    public const int Current = 2;
}

/// <summary>The state of the clock, written at every change of speed or pause and at an orderly stop.</summary>
/// <param name="Stopped">True after an orderly stop, which also stops virtual time; false after a kill, during which virtual time continues.</param>
internal sealed record StateClock(ClockAnchor Anchor, double Speed, bool Paused, long Reached_ms, bool Stopped = false);

/// <summary>Content of a state file: the state at the last checkpoint, every command since then in order, and the last state of the clock.</summary>
/// <param name="Image">The state image; empty before the first checkpoint, when the commands start at the start of the market.</param>
internal sealed record SavedState(StateHeader Header, StateClock Clock, ReadOnlyMemory<byte> Image, IReadOnlyList<LoggedCommand> Commands);

/// <summary>
/// The state file of an exchange: the state at a checkpoint, followed by every later command. A command is
/// written before it is executed, so that every acknowledged command survives the end of the process; a power
/// failure may lose the last commands. A checkpoint starts a new file, so that the size of the file and the time of a start do not grow with the length of a run.
/// Owned by one exchange; appending is thread-safe.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private const byte HeaderKind = (byte)'H';
    private const byte ClockKind = (byte)'K';
    private const byte CommandKind = (byte)'C';
    private const byte ImageKind = (byte)'I';
    private const int HeadBytes = 8;

    private readonly Lock _gate = new();
    private readonly CommandBytes _scratch = new();
    private readonly string _path;
    private FileStream _file;

    private StateFile(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Creates a new file; an existing one is overwritten.</summary>
    public static Result<StateFile> Create(string path, StateHeader header, StateClock clock)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            var state = new StateFile(path, OpenFile(path, FileMode.Create));
            state.Begin(header, clock, writeImage: null);
            return state;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"The state file '{path}' cannot be written: {refused.Message} Choose another file with --state.");
        }
    }

    /// <summary>Reads an existing file and opens it for appending. An incomplete last frame, as after a kill, is removed.</summary>
    public static Result<(StateFile File, SavedState Kept)> Resume(string path)
    {
        try
        {
            FileStream file = OpenFile(path, FileMode.Open);
            Result<SavedState> kept = Read(path, file);
            if (kept.TryGet(out SavedState? known, out Fault? fault))
                return (new StateFile(path, file), known);
            file.Dispose();
            return fault;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"The state file '{path}' cannot be read: {refused.Message}");
        }
    }

    public void Append(long at_ms, Command command)
    {
        lock (_gate)
        {
            _scratch.Clear();
            CommandCodec.Write(_scratch, at_ms, command);
            Write(CommandKind, _scratch.Written);
        }
    }

    public void Append(StateClock clock)
    {
        lock (_gate)
            Write(ClockKind, JsonSerializer.SerializeToUtf8Bytes(clock, CommandJson.Options));
    }

    /// <summary>Starts a new file with a state, at a checkpoint, a reset or a restore. The old file exists until the new one is complete.</summary>
    public void Replace(StateHeader header, StateClock clock, Action<Stream> writeImage)
    {
        lock (_gate)
        {
            using FileStream old = _file;
            _file = OpenFile(_path + ".new", FileMode.Create);
            Begin(header, clock, writeImage);
            File.Move(_path + ".new", _path, overwrite: true);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path, FileMode mode) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 });

    private void Begin(StateHeader header, StateClock clock, Action<Stream>? writeImage)
    {
        lock (_gate)
        {
            Write(HeaderKind, JsonSerializer.SerializeToUtf8Bytes(header, CommandJson.Options));
            if (writeImage is not null)
                Write(writeImage);
            Append(clock);
        }
    }

    /// <summary>Streams the state image to the file and then writes its length. The image needs no checksum, because the file is renamed only when it is complete.</summary>
    private void Write(Action<Stream> writeImage)
    {
        long head = _file.Position;
        Span<byte> frame = stackalloc byte[HeadBytes + 1];
        frame.Clear();
        frame[HeadBytes] = ImageKind;
        _file.Write(frame);
        writeImage(_file);
        long end = _file.Position;
        BinaryPrimitives.WriteInt32LittleEndian(frame, checked((int)(end - head - HeadBytes)));
        _file.Position = head;
        _file.Write(frame);
        _file.Position = end;
    }

    /// <summary>Writes a frame: length of kind and bytes, their checksum, kind, bytes. It is one write, so that a kill damages at most the last frame.</summary>
    private void Write(byte kind, ReadOnlySpan<byte> bytes)
    {
        int length = HeadBytes + 1 + bytes.Length;
        Span<byte> frame = length <= 1024 ? stackalloc byte[length] : new byte[length];
        frame[HeadBytes] = kind;
        bytes.CopyTo(frame[(HeadBytes + 1)..]);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length - HeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[HeadBytes..]));
        _file.Write(frame);
    }

    private static Result<SavedState> Read(string path, FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        StateHeader? header = null;
        StateClock? clock = null;
        ReadOnlyMemory<byte> image = default;
        List<LoggedCommand> commands = [];
        int at = 0;
        while (TryFrame(bytes, at, out ReadOnlySpan<byte> frame))
        {
            ReadOnlySpan<byte> content = frame[1..];
            switch (frame[0])
            {
                case HeaderKind:
                    header = JsonSerializer.Deserialize<StateHeader>(content, CommandJson.Options);
                    break;
                case ClockKind:
                    clock = JsonSerializer.Deserialize<StateClock>(content, CommandJson.Options);
                    break;
                case ImageKind:
                    image = bytes.AsMemory(at + HeadBytes + 1, content.Length);
                    break;
                default:
                    commands.Add(CommandCodec.Read(content));
                    break;
            }

            at += HeadBytes + frame.Length;
        }

        if (header is not { Schema: StateHeader.Current } || clock is null)
            return new Fault(FaultKind.Corrupt, $"'{path}' is not a state file of schema {StateHeader.Current}. Move it away to start with a new state.");
        file.SetLength(at);
        file.Position = at;
        return new SavedState(header, clock, image, commands);
    }

    private static bool TryFrame(byte[] bytes, int at, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (at + HeadBytes > bytes.Length)
            return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        if (length < 1 || length > bytes.Length - at - HeadBytes)
            return false;
        frame = bytes.AsSpan(at + HeadBytes, length);
        return frame[0] == ImageKind || Checksum(frame) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
