using FsCheck;
using FsCheck.Fluent;
using Platform.Store.Journals;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Store.Tests.Journals;

public sealed class JournalProperties
{
    private static readonly Gen<int[][]> Batches = Gen.Choose(0, 60).NonEmptyListOf().Resize(8).Select(sizes => sizes.ToArray()).NonEmptyListOf().Resize(6).Select(batches => batches.ToArray());

    [Fact]
    public void Any_truncation_recovers_exactly_the_records_wholly_written_before_it()
    {
        var cases = from batches in Batches from cut in Gen.Choose(0, 1_000_000) select (batches, cut);
        Prop.ForAll(Arb.From(cases), example =>
        {
            using var folder = new TempFolder();
            (string file, List<long> ends) = Write(folder, example.batches);
            long length = new FileInfo(file).Length;
            long cut = example.cut % (length + 1);
            using (FileStream stream = File.OpenWrite(file))
                stream.SetLength(cut);

            int whole = ends.Count(end => end <= cut);
            using Journal journal = JournalTests.Open(folder);
            long keptBytes = whole == 0 ? JournalFormat.HeaderBytes : ends[whole - 1];
            long dropped = cut < JournalFormat.HeaderBytes ? cut : cut - keptBytes;
            return journal.LastSequence == (ulong)whole && journal.Recovery.DroppedBytes == dropped && JournalTests.Read(folder).Count == whole
                && journal.AppendDurably("next"u8).Value == (ulong)whole + 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Garbage_after_the_last_record_is_removed_without_loss_of_a_record()
    {
        var cases = from batches in Batches from garbage in Gen.Choose(0, 255).ArrayOf() select (batches, garbage);
        Prop.ForAll(Arb.From(cases), example =>
        {
            using var folder = new TempFolder();
            (string file, List<long> ends) = Write(folder, example.batches);
            using (FileStream stream = new(file, FileMode.Append))
                stream.Write([.. example.garbage.Select(value => (byte)value)]);
            using Journal journal = JournalTests.Open(folder);
            return journal.LastSequence == (ulong)ends.Count && journal.Recovery.DroppedBytes == example.garbage.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Damage_before_the_last_flush_is_always_reported()
    {
        var cases = from batches in Batches.Where(batches => batches.Length > 1) from at in Gen.Choose(0, 1_000_000) from bit in Gen.Choose(0, 7) select (batches, at, bit);
        Prop.ForAll(Arb.From(cases), example =>
        {
            using var folder = new TempFolder();
            (string file, List<long> ends) = Write(folder, example.batches);
            byte[] bytes = File.ReadAllBytes(file);
            long lastFlush = ends[^(example.batches[^1].Length + 1)];
            int at = JournalFormat.HeaderBytes + (int)(example.at % (lastFlush - JournalFormat.HeaderBytes));
            bytes[at] ^= (byte)(1 << example.bit);
            File.WriteAllBytes(file, bytes);
            return !Journal.Open(folder.Path, "orders").IsOk;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>The file, and where each record ends in it.</summary>
    private static (string File, List<long> Ends) Write(TempFolder folder, int[][] batches)
    {
        var ends = new List<long>();
        long end = JournalFormat.HeaderBytes;
        using (Journal journal = JournalTests.Open(folder))
        {
            foreach (int[] batch in batches)
            {
                foreach (int size in batch)
                {
                    journal.Append(Enumerable.Repeat((byte)size, size).ToArray());
                    ends.Add(end += JournalFormat.RecordHeaderBytes + size);
                }

                Assert.True(journal.Flush().IsOk);
            }
        }

        return (Directory.GetFiles(folder.Path, "*.journal").Single(), ends);
    }
}
