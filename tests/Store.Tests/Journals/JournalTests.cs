using System.Buffers.Binary;
using System.Text;
using Platform.Primitives.Outcomes;
using Platform.Store.Journals;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Store.Tests.Journals;

public sealed class JournalTests
{
    [Fact]
    public void Flushed_records_are_read_back_in_order_and_appending_continues()
    {
        using var folder = new TempFolder();
        using (Journal journal = Open(folder))
        {
            Assert.Equal(1UL, journal.AppendDurably("one"u8).Value);
            journal.Append(""u8);
            journal.Append("three"u8);
            Assert.True(journal.Flush().IsOk);
            Assert.Equal(3UL, journal.DurableSequence);
        }

        using (Journal journal = Open(folder))
        {
            Assert.False(journal.Recovery.WasTorn);
            Assert.Equal((3, 3UL), (journal.Recovery.Records, journal.LastSequence));
            journal.AppendDurably("four"u8);
        }

        Assert.Equal(["1 one", "2 ", "3 three", "4 four"], Read(folder));
        Assert.Equal(["3 three", "4 four"], Read(folder, from: 3));
    }

    [Fact]
    public void Unflushed_records_are_not_stored()
    {
        using var folder = new TempFolder();
        using (Journal journal = Open(folder))
        {
            journal.AppendDurably("kept"u8);
            journal.Append("lost"u8);
        }

        Assert.Equal(["1 kept"], Read(folder));
    }

    [Fact]
    public void A_reader_in_another_part_sees_what_the_writer_flushed()
    {
        using var folder = new TempFolder();
        using Journal journal = Open(folder);
        journal.AppendDurably("one"u8);
        Assert.Equal(["1 one"], Read(folder));
        journal.AppendDurably("two"u8);
        Assert.Equal(["2 two"], Read(folder, from: 2));
    }

    [Fact]
    public void A_second_writer_is_refused_with_the_name_of_the_first()
    {
        using var folder = new TempFolder();
        using Journal journal = Open(folder);
        Fault fault = Journal.Open(folder.Path, "orders").Fault!;
        Assert.Equal(FaultKind.Already, fault.Kind);
        Assert.Contains($"pid {Environment.ProcessId}", fault.Message);
    }

    [Fact]
    public void A_torn_tail_is_cut_off_and_reported()
    {
        using var folder = new TempFolder();
        using (Journal journal = Open(folder))
        {
            journal.AppendDurably("kept"u8);
            journal.AppendDurably("torn"u8);
        }

        string file = Directory.GetFiles(folder.Path, "*.journal").Single();
        using (FileStream stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - 1);
        using (Journal journal = Open(folder))
        {
            Assert.Equal(new JournalRecovery(1, 1, 27, file, 52), journal.Recovery);
            Assert.Contains("dropped 27 bytes of an unfinished write at offset 52", journal.Recovery.ToString());
            Assert.Equal(2UL, journal.AppendDurably("again"u8).Value);
        }

        Assert.Equal(["1 kept", "2 again"], Read(folder));
    }

    [Fact]
    public void A_flipped_bit_in_a_stored_record_is_a_fault_with_its_offset_and_nothing_is_changed()
    {
        using var folder = new TempFolder();
        using (Journal journal = Open(folder))
        {
            foreach (string text in (string[])["first", "second", "third"])
                journal.AppendDurably(Encoding.UTF8.GetBytes(text));
        }

        string file = Directory.GetFiles(folder.Path, "*.journal").Single();
        byte[] bytes = File.ReadAllBytes(file);
        int second = JournalFormat.HeaderBytes + JournalFormat.RecordHeaderBytes + "first".Length;
        for (int at = second; at < second + JournalFormat.RecordHeaderBytes + "second".Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            File.WriteAllBytes(file, damaged);

            Fault fault = Journal.Open(folder.Path, "orders").Fault!;
            Assert.Equal(FaultKind.Corrupt, fault.Kind);
            Assert.Contains($"offset {second}", fault.Message);
            Assert.Equal(FaultKind.Corrupt, JournalReader.Read(folder.Path, "orders", 1, (_, _) => { }).Fault!.Kind);
            Assert.Equal(damaged, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void Segments_rotate_by_size_and_read_as_one()
    {
        using var folder = new TempFolder();
        var options = new JournalOptions { SegmentBytes = 500 };
        using (Journal journal = Open(folder, options))
        {
            for (int i = 1; i <= 100; i++)
                journal.AppendDurably(Encoding.UTF8.GetBytes($"record {i}"));
        }

        Assert.True(Directory.GetFiles(folder.Path, "*.journal").Length > 5);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i} record {i}"), Read(folder));
        using (Journal journal = Open(folder, options))
        {
            Assert.Equal(100UL, journal.LastSequence);
            Assert.True(journal.RemoveBefore(50) > 0);
        }

        Assert.Equal(Enumerable.Range(50, 51).Select(i => $"{i} record {i}"), Read(folder, from: 50));
    }

    [Fact]
    public void A_missing_segment_is_a_fault()
    {
        using var folder = new TempFolder();
        using (Journal journal = Open(folder, new JournalOptions { SegmentBytes = 200 }))
        {
            for (int i = 1; i <= 50; i++)
                journal.AppendDurably("0123456789"u8);
        }

        string[] files = Directory.GetFiles(folder.Path, "*.journal");
        Array.Sort(files, StringComparer.Ordinal);
        File.Delete(files[2]);
        Fault fault = JournalReader.Read(folder.Path, "orders", 1, (_, _) => { }).Fault!;
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("the next segment begins at", fault.Message);
    }

    [Fact]
    public void The_layout_is_frozen()
    {
        var bytes = new byte[JournalFormat.HeaderBytes + JournalFormat.RecordHeaderBytes + 2];
        JournalFormat.WriteHeader(bytes, 7);
        JournalFormat.WriteRecord(bytes.AsSpan(JournalFormat.HeaderBytes), 7, 24, "hi"u8);
        Assert.Equal(
            "504C544A524E4C31" + "0700000000000000" + "6DE790E2" + "00000000"
            + "02000000" + "9E36D769" + "0700000000000000" + "1800000000000000" + "6869",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public async Task After_a_kill_every_confirmed_record_exists_and_the_next_start_continues()
    {
        using var folder = new TempFolder();
        ulong lastConfirmed = 0;
        for (int round = 0; round < 4; round++)
        {
            await using ChildProcess child = JournalChild.Start(folder.Path);
            int wanted = 20 * (round + 1);
            await Eventually.TrueAsync(() => child.Output.Count(c => c == '\n') > wanted);
            child.Kill();
            await child.ExitAsync();
            lastConfirmed = ulong.Parse(child.Output[..child.Output.LastIndexOf('\n')].Split('\n')[^1].Split(' ')[1]);

            ulong expected = 0;
            Result<ulong> last = JournalReader.Read(folder.Path, "orders", 1, (sequence, payload) =>
            {
                Assert.Equal(++expected, sequence);
                Assert.Equal(sequence, BinaryPrimitives.ReadUInt64LittleEndian(payload));
                Assert.Equal(8 + (int)((sequence - 1) % 290), payload.Length);
            });
            Assert.True(last.Value >= lastConfirmed, $"confirmed {lastConfirmed}, found {last.Value}");
        }

        using Journal journal = Open(folder);
        Assert.True(journal.LastSequence >= lastConfirmed && lastConfirmed > 0);
    }

    internal static Journal Open(TempFolder folder, JournalOptions? options = null) => Journal.Open(folder.Path, "orders", options).Value;

    internal static List<string> Read(TempFolder folder, ulong from = 1)
    {
        var records = new List<string>();
        _ = JournalReader.Read(folder.Path, "orders", from, (sequence, payload) => records.Add($"{sequence} {Encoding.UTF8.GetString(payload)}")).Value;
        return records;
    }
}
