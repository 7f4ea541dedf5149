namespace Grpc.Core;

/// <summary>Hints for one message.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message need not leave at once; the next one takes it along.</summary>
    BufferHint = 1,

    NoCompress = 2,
}

/// <summary>How messages are written.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
