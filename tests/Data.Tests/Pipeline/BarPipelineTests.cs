using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Labels;
using Platform.Data.Pipeline;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Data.Tests.Pipeline;

public sealed class BarPipelineTests
{
    [Fact]
    public async Task A_bar_is_journalled_before_it_is_published_and_roll_ups_follow_their_last_child()
    {
        using var folder = new TempFolder();
        using BarJournal journal = BarJournal.Open(folder.Path, _ => { }).Value;
        var memory = new BarMemory(300);
        var published = new List<BarEvent>();
        var verdicts = new List<LabelOutcome>();
        var board = new LabelCompleteness(new LabelRules(1, 20_000, TimeSpan.Zero, 0), memory, _ => ["BTCUSDT"], () => 0, verdicts.Add, new ManualClock(), new ManualClock());
        ulong atFirst = 0;
        var pipeline = new BarPipeline(
            journal, memory, board, [BarInterval.M15, BarInterval.H1],
            (bar, _) =>
            {
                if (published.Count == 0)
                    atFirst = journal.LastSequence;
                lock (published)
                    published.Add(bar);
            },
            (_, _, _) => { }, () => 0, () => 0, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Task running = pipeline.RunAsync(stop.Token);
        for (int window = 0; window < 4; window++)
            Assert.True(pipeline.Writer.TryWrite(new SymbolBar("BTCUSDT", Rows.Closed(Rows.Traded(window)))));
        await Eventually.TrueAsync(() => pipeline.Published == 5);
        Assert.True(pipeline.Writer.TryWrite(new SymbolBar("BTCUSDT", Rows.Closed(Rows.Traded(1, revision: 1)))));
        await Eventually.TrueAsync(() => pipeline.Published == 7);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);

        Assert.True(atFirst >= 1);
        Assert.Equal(["5m", "5m", "5m", "15m", "5m", "5m", "15m"], published.Select(bar => bar.Interval));
        Assert.Equal([0, 1], published.Where(bar => bar.Interval == "15m").Select(bar => bar.Revision));
        Assert.Equal([1, 2, 3, 4], verdicts.Select(verdict => verdict.Label.OfDay));
        Assert.True(memory.TryGet("BTCUSDT", Rows.Traded(1).OpenTime_ms, out BarRow revised) && revised.Revision == 1);
    }
}
