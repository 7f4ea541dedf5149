using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Bus.Publishing;
using Platform.Data.Bars;
using Platform.Data.Labels;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Data.Tests.Bars;

public sealed class BarPipelineTests
{
    [Fact]
    public async Task Bars_are_published_and_roll_ups_follow_their_last_child()
    {
        using var folder = new TempFolder();
        using BarJournal journal = BarJournal.Open(folder.Path, _ => { }).Value;
        var memory = new BarMemory(300);
        using var bus = new LoopbackBus();
        var published = new ConcurrentQueue<BarEvent>();
        await bus.SubscribeAsync(BusTopics.Bar, published.Enqueue);
        var reports = new CollectedReports();
        BarPipeline pipeline = Pipeline(journal, memory, reports, bus.Publisher);
        using var stop = new CancellationTokenSource();
        Task running = pipeline.RunAsync(stop.Token);
        for (int window = 0; window < 4; window++)
            Assert.True(pipeline.Writer.TryWrite(new SymbolBar("BTCUSDT", Rows.Closed(Rows.Traded(window)))));
        await Eventually.TrueAsync(() => pipeline.Published == 5);
        Assert.True(pipeline.Writer.TryWrite(new SymbolBar("BTCUSDT", Rows.Closed(Rows.Traded(1, revision: 1)))));
        await Eventually.TrueAsync(() => pipeline.Published == 7);
        await stop.CancelAsync();
        await Eventually.EndsAsync(running);

        await Eventually.TrueAsync(() => published.Count == 7);
        Assert.Equal(["5m", "5m", "5m", "15m", "5m", "5m", "15m"], published.Select(bar => bar.Interval));
        Assert.Equal([0, 1], published.Where(bar => bar.Interval == "15m").Select(bar => bar.Revision));
        Assert.Equal([1, 2, 3, 4], reports.Outcomes.Select(outcome => outcome.Label.OfDay));
        Assert.True(memory.TryGet("BTCUSDT", Rows.Traded(1).OpenTime_ms, out BarRow revised) && revised.Revision == 1);
    }

    [Fact]
    public async Task A_bar_that_cannot_be_journalled_is_neither_published_nor_stored_in_memory()
    {
        using var folder = new TempFolder();
        BarJournal journal = BarJournal.Open(folder.Path, _ => { }).Value;
        journal.Dispose();
        var memory = new BarMemory(300);
        using var bus = new LoopbackBus();
        BarPipeline pipeline = Pipeline(journal, memory, new CollectedReports(), bus.Publisher);
        Assert.True(pipeline.Writer.TryWrite(new SymbolBar("BTCUSDT", Rows.Closed(Rows.Traded(0)))));
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.RunAsync(CancellationToken.None));
        Assert.Equal(0, pipeline.Published);
        Assert.False(memory.TryGet("BTCUSDT", Rows.Traded(0).OpenTime_ms, out _));
    }

    private static BarPipeline Pipeline(BarJournal journal, BarMemory memory, ILabelReports reports, BusPublisher bus)
    {
        if (!DuckDbDatabase.Open().TryGet(out DuckDbDatabase? database, out Fault? fault))
            Assert.Skip(fault.Message);
        var clocks = new Clocks(new ManualClock(), new ManualClock());
        var exchangeClock = new ExchangeClock { LiveFrom_ms = 0 };
        var universe = new UniverseRegistry();
        universe.Set(Rows.Day, ["BTCUSDT"]);
        var files = new BarFiles(database!, new BarFilesOptions(Path.GetTempPath(), "v", TimeSpan.FromHours(1)), memory, TimeProvider.System, NullLogger.Instance);
        var labels = new LabelCompleteness(new LabelRules(1, 20_000, TimeSpan.Zero, 0), memory, universe, exchangeClock, reports, clocks);
        return new BarPipeline(new BarStore(memory, journal, files), labels, [BarInterval.M15, BarInterval.H1], bus, exchangeClock, TimeProvider.System);
    }
}
