using System.Buffers.Binary;
using Platform.Store.Journals;
using Platform.TestKit.Processes;

namespace Platform.Store.Tests.Journals;

/// <summary>A writer to be killed: appends numbered batches for ever and says aloud which sequence is confirmed.</summary>
internal static class JournalChild
{
    public static int Run(string folder)
    {
        using Journal journal = Journal.Open(folder, "orders", new JournalOptions { SegmentBytes = 200_000 }).Value;
        var payload = new byte[300];
        while (true)
        {
            for (int i = 0; i < 7; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(payload, journal.LastSequence + 1);
                journal.Append(payload.AsSpan(0, 8 + (int)(journal.LastSequence % 290)));
            }

            if (!journal.Flush().IsOk)
                return 3;
            Console.WriteLine($"confirmed {journal.DurableSequence}");
        }
    }

    public static ChildProcess Start(string folder) => ChildProcess.Start(Environment.ProcessPath!, ["journal-child", folder]);
}
