using System.Threading.Channels;
using Platform.Analytics.Bars;
using Platform.Bus.Publishing;
using Platform.Data.Store;
using Platform.Data.Labels;
using Platform.Domain.Labels;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Data.Bars;

/// <summary>
/// Takes closed windows: writes them to the journal, with one flush for all that wait, then to memory, the bus, label completeness and
/// the day files. Runs on one loop, the only writer of the journal and of the bar memory.
/// </summary>
internal sealed class BarPipeline(
    BarStore store, LabelCompleteness labels, IReadOnlyList<BarInterval> rollUps, BusPublisher bus, ExchangeClock exchangeClock, TimeProvider realTime)
{
    private const int QueueBars = 65_536;

    /// <summary>
    /// Newest records kept in the journal: more than the windows that late trades may revise, for every symbol of the exchange.
    /// </summary>
    private const int JournalKeep = 16_384;

    private static readonly TimeSpan s_labelInterval = TimeSpan.FromMilliseconds(20);

    private readonly Channel<SymbolBar> _bars = Channel.CreateBounded<SymbolBar>(new BoundedChannelOptions(QueueBars) { SingleReader = true });
    private readonly List<SymbolBar> _batch = [];
    private readonly List<BarRow> _children = [];
    private readonly RollUp _rollUp = new();
    private long _published;
    private ulong _removed;

    /// <summary>Where market ingest writes; it waits while the queue is full.</summary>
    public ChannelWriter<SymbolBar> Writer => _bars.Writer;

    /// <summary>Bar messages sent to the bus.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Runs until cancelled, then stores the bars that were closed before.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        Task<bool> more = _bars.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            // The deadlines of labels must also pass when no bar arrives.
            await Task.WhenAny(more, Task.Delay(s_labelInterval, realTime, CancellationToken.None));
            if (more.IsCompleted)
            {
                StoreWaiting();
                if (!await more)
                    return;
                more = _bars.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            }

            labels.LookAt(exchangeClock.Now_ms);
            if (cancel.IsCancellationRequested && _bars.Reader.Count == 0)
                return;
        }
    }

    private void StoreWaiting()
    {
        while (_bars.Reader.TryRead(out SymbolBar bar))
        {
            _batch.Add(bar);
            if (bar.Closed.HasBar)
                store.Journal.Append(bar.Symbol, bar.Closed);
        }

        Result<Done> flushed = store.Journal.Flush();
        Check.That(flushed.IsOk, flushed.Fault?.Message ?? "");
        foreach (SymbolBar bar in _batch)
            Release(bar);
        _batch.Clear();
        RemoveStored();
    }

    /// <summary>Removes from the journal what the day files hold.</summary>
    private void RemoveStored()
    {
        ulong stored = store.Files.StoredSequence;
        if (stored == _removed)
            return;
        _removed = stored;
        store.Journal.Release(stored, JournalKeep);
    }

    private void Release(SymbolBar bar)
    {
        BarRow row = bar.Closed.Row;
        if (bar.Closed.HasBar)
        {
            store.Memory.Put(bar.Symbol, in row);
            Publish(bar.Symbol, BarInterval.M5, in row);
            foreach (BarInterval interval in rollUps)
                PublishRollUp(bar.Symbol, interval, row.OpenTime_ms);
            store.Files.Mark(bar.Symbol, row.OpenTime_ms, store.Journal.LastSequence);
        }

        labels.Take(bar.Symbol, bar.Closed);
    }

    /// <summary>
    /// The roll-up that holds the bar, once its last child is present: at the end of its window, and again when a child is revised.
    /// </summary>
    private void PublishRollUp(string symbol, BarInterval interval, long openTime_ms)
    {
        long start_ms = interval.StartOf(openTime_ms), end_ms = start_ms + interval.Length_ms;
        if (store.Memory.Newest_ms(symbol) < end_ms - Label.Length_ms)
            return;
        _children.Clear();
        _children.AddRange(store.Memory.Read(symbol, start_ms, end_ms));
        if (_children.Count != interval.Children)
            return;
        _rollUp.Start(interval, start_ms);
        foreach (BarRow child in _children)
            _rollUp.Add(in child);
        if (_rollUp.TryBuild(out BarRow row))
            Publish(symbol, interval, in row);
    }

    private void Publish(string symbol, BarInterval interval, in BarRow row)
    {
        BarEvent message = row.ToBar(symbol, interval).ToWire(interval);
        bus.Publish(BusTopics.Bar.Of(message.Interval).Of(symbol), message, row.OpenTime_ms + interval.Length_ms);
        Interlocked.Increment(ref _published);
    }
}
