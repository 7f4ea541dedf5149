using Platform.Analytics.Bars;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Data.Tests.Store;

public sealed class BarRecordTests
{
    [Fact]
    public void A_record_round_trips_unchanged()
    {
        var bytes = new byte[1024];
        ClosedBar closed = Rows.Closed(Rows.Traded(3, revision: 2));
        int length = BarRecord.Write(bytes, "币安人生USDT", closed);
        SymbolBar read = BarRecord.Read(bytes.AsSpan(0, length)).Value;
        Assert.Equal("币安人生USDT", read.Symbol);
        Assert.Equal(closed, read.Closed);
    }

    [Fact]
    public void The_layout_of_version_2_is_frozen()
    {
        var bytes = new byte[1024];
        int length = BarRecord.Write(bytes, "BTCUSDT", Rows.Closed(Rows.Traded(3)));
        Assert.Equal(414, length);
        Assert.Equal("020742544355534454", Convert.ToHexString(bytes.AsSpan(0, 9)));
        Assert.Equal(77, BitConverter.ToInt64(bytes, length - 8));
    }

    [Fact]
    public void A_record_of_version_1_with_its_narrow_volumes_is_still_read()
    {
        const int symbol = 9, before = 8 * 7 + 5, cell = 40, after = 24;
        var bytes = new byte[1024];
        ClosedBar closed = Rows.Closed(Rows.Traded(3, revision: 2));
        int length = BarRecord.Write(bytes, "BTCUSDT", closed);
        byte[] narrow = [1, .. bytes[1..(symbol + before)]];
        for (int at = symbol + before; at < length - after; at += cell)
            narrow = [.. narrow, .. bytes[at..(at + 24)], .. bytes[(at + 32)..(at + cell)]];
        narrow = [.. narrow, .. bytes[(length - after)..length]];

        Assert.Equal(350, narrow.Length);
        Assert.Equal(closed, BarRecord.Read(narrow).Value.Closed);
    }

    [Fact]
    public void A_volume_beyond_64_bits_is_journalled_whole()
    {
        var bytes = new byte[1024];
        BarRow row = Rows.Traded(3);
        row.Flows[2].Volume = (Int128)long.MaxValue * 5;
        int length = BarRecord.Write(bytes, "1000SATSUSDT", Rows.Closed(row));
        Assert.Equal(row, BarRecord.Read(bytes.AsSpan(0, length)).Value.Closed.Row);
    }

    [Fact]
    public void A_journal_returns_its_bars_after_a_restart()
    {
        using var folder = new TempFolder();
        using (BarJournal journal = BarJournal.Open(folder.Path, _ => { }).Value)
        {
            journal.Append("A", Rows.Closed(Rows.Traded(1)));
            journal.Append("B", Rows.Closed(Rows.Traded(1)));
            Assert.True(journal.Flush().IsOk);
            journal.Append("A", Rows.Closed(Rows.Traded(2)));
        }

        var found = new List<SymbolBar>();
        using (BarJournal.Open(folder.Path, found.Add).Value)
            Assert.Equal(["A", "B"], found.Select(bar => bar.Symbol));
    }
}
