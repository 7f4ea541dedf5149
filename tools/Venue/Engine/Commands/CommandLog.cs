using System.Buffers.Binary;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine.Commands;

/// <summary>
/// The accepted commands of a run in order, as bytes. The core is deterministic, so the options and this log are a snapshot: doing
/// the commands again at their times gives the same state. Beyond the bound the log is given up and snapshots are refused;
/// a state file has no such bound.
/// </summary>
internal sealed class CommandLog(long most = CommandLog.MostBytes)
{
    /// <summary>About four million orders.</summary>
    public const long MostBytes = 256L << 20;
    private const int ChunkBytes = 1 << 20;

    private readonly List<byte[]> _chunks = [];
    private readonly CommandBytes _scratch = new();
    private int _used;
    private long _bytes;

    public bool IsComplete { get; private set; } = true;

    public long Count { get; private set; }

    /// <summary>Oldest first; each is made when it is asked for.</summary>
    public IEnumerable<LoggedCommand> Commands
    {
        get
        {
            for (int chunk = 0; chunk < _chunks.Count; chunk++)
            {
                byte[] bytes = _chunks[chunk];
                for (int at = 0; at + 4 <= bytes.Length && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) is > 0 and var length; at += 4 + length)
                    yield return CommandCodec.Read(bytes.AsSpan(at + 4, length));
            }
        }
    }

    public void Add(long at_ms, Command command)
    {
        if (!IsComplete)
            return;
        _scratch.Clear();
        CommandCodec.Write(_scratch, at_ms, command);
        ReadOnlySpan<byte> frame = _scratch.Written;
        _bytes += 4 + frame.Length;
        if (_bytes > most)
        {
            (IsComplete, Count) = (false, 0);
            _chunks.Clear();
            return;
        }

        // Chunks are zeroed when they are made, so a length of zero ends one.
        if (_chunks.Count == 0 || _used + 4 + frame.Length > _chunks[^1].Length)
        {
            _chunks.Add(new byte[Math.Max(ChunkBytes, 4 + frame.Length)]);
            _used = 0;
        }

        Span<byte> free = _chunks[^1].AsSpan(_used);
        BinaryPrimitives.WriteInt32LittleEndian(free, frame.Length);
        frame.CopyTo(free[4..]);
        _used += 4 + frame.Length;
        Count++;
    }
}
