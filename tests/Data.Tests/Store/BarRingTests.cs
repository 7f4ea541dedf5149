using Platform.Analytics.Bars;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Xunit;

namespace Platform.Data.Tests.Store;

public sealed class BarRingTests
{
    [Fact]
    public void A_ring_keeps_the_newest_bars_and_no_more()
    {
        var memory = new BarMemory(10);
        for (int window = 0; window < 25; window++)
            memory.Put("X", Rows.Traded(window));
        List<BarRow> rows = memory.Read("X", 0, long.MaxValue);
        Assert.Equal(Enumerable.Range(15, 10), rows.Select(row => Label.At(row.OpenTime_ms).OfDay - 1));
        memory.Put("X", Rows.Traded(3));
        Assert.False(memory.TryGet("X", Rows.Traded(3).OpenTime_ms, out _));
    }

    [Fact]
    public void A_missing_bar_is_omitted_and_interrupts_the_history()
    {
        var memory = new BarMemory(10);
        foreach (int window in (int[])[0, 1, 3, 4])
            memory.Put("X", Rows.Traded(window));
        Assert.Equal(4, memory.Read("X", Rows.Day, Rows.Day + 10 * Label.Length_ms).Count);
        Assert.True(memory.HasHistory("X", Rows.Traded(5).OpenTime_ms, 2));
        Assert.False(memory.HasHistory("X", Rows.Traded(5).OpenTime_ms, 3));
    }

    [Fact]
    public void Three_hundred_symbols_of_the_default_depth_stay_under_150_MB() =>
        Assert.InRange(System.Runtime.CompilerServices.Unsafe.SizeOf<BarRow>() * 1_100L * 300, 1, 150_000_000);
}
