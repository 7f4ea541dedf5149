using System.Collections.Concurrent;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Files;

/// <summary>
/// Reads a stream in blocks of complete lines on a separate thread, so that decompression and parsing run in parallel. At most
/// four blocks of 1 MiB are in memory.
/// </summary>
internal static class LineBlocks
{
    private const int BlockBytes = 1 << 20;
    private const int BlocksMax = 4;

    private readonly record struct Block(byte[] Buffer, int Length);

    /// <summary>
    /// Visits every line on the calling thread until the visitor returns false. Corrupt when the stream is truncated or damaged, or a
    /// line is longer than a block.
    /// </summary>
    /// <param name="name">Name of the file in messages.</param>
    public static Result<Done> Read(Stream stream, string name, Func<ReadOnlyMemory<byte>, bool> visit, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var full = new BlockingCollection<Block>(BlocksMax);
        using var empty = new BlockingCollection<byte[]>(BlocksMax);
        for (int i = 0; i < BlocksMax; i++)
            empty.Add(new byte[BlockBytes]);
        Fault? fault = null;
        var filling = new Thread(() => fault = Fill(stream, name, full, empty, stop.Token)) { IsBackground = true, Name = "archive inflating" };
        filling.Start();
        try
        {
            foreach (Block block in full.GetConsumingEnumerable(CancellationToken.None))
            {
                if (!visit(block.Buffer.AsMemory(0, block.Length)))
                    break;
                empty.Add(block.Buffer, CancellationToken.None);
            }
        }
        finally
        {
            stop.Cancel();
            filling.Join();
        }

        cancel.ThrowIfCancellationRequested();
        return fault is null ? Done.Value : fault;
    }

    private static Fault? Fill(Stream stream, string name, BlockingCollection<Block> full, BlockingCollection<byte[]> empty, CancellationToken stop)
    {
        try
        {
            byte[] carried = [];
            while (true)
            {
                byte[] buffer = empty.Take(stop);
                carried.CopyTo(buffer, 0);
                int length = carried.Length + stream.ReadAtLeast(buffer.AsSpan(carried.Length), BlockBytes - carried.Length, throwOnEndOfStream: false);
                bool isLast = length < BlockBytes;
                int end = isLast ? length : buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                if (!isLast && end == 0)
                    return new Fault(FaultKind.Corrupt, $"{name} contains a line of more than {BlockBytes} bytes; expected an archive of trades");
                carried = buffer.AsSpan(end, length - end).ToArray();
                full.Add(new Block(buffer, end), stop);
                if (isLast)
                    return null;
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return new Fault(FaultKind.Corrupt, $"{name} is truncated or damaged: {broken.Message}");
        }
        finally
        {
            full.CompleteAdding();
        }
    }
}
