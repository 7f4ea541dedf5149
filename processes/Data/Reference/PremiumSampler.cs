using System.Threading.Channels;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;

namespace Platform.Data.Reference;

/// <summary>
/// Samples (mark − index) / index of every symbol at each mark price of the stream and aggregates 5-minute windows. Called concurrently
/// by connections; a lock guards the fields. The exchange's own premium index also includes the depth of the book.
/// </summary>
internal sealed class PremiumSampler(FeedSymbols feeds)
{
    private const int QueueWindows = 100_000;

    private readonly Channel<PremiumRow> _finished = Channel.CreateBounded<PremiumRow>(new BoundedChannelOptions(QueueWindows) { SingleReader = true });
    private readonly Lock _gate = new();
    private OpenWindow[] _open = [];
    private long _dropped;

    /// <summary>Finished windows in the order of their end.</summary>
    public ChannelReader<PremiumRow> Finished => _finished.Reader;

    /// <summary>Finished windows dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(int feed, Price mark, Price index, long event_ms)
    {
        if (mark.Units <= 0 || index.Units <= 0)
            return;
        long premium = (long)((Int128)(mark.Units - index.Units) * 100_000_000 / index.Units);
        long start_ms = Label.At(event_ms).Start_ms;
        lock (_gate)
        {
            if (feed >= _open.Length)
                Array.Resize(ref _open, Math.Max(feed + 1, 2 * _open.Length));
            ref OpenWindow window = ref _open[feed];
            if (start_ms < window.OpenTime_ms)
                return;
            if (start_ms > window.OpenTime_ms)
            {
                if (window.Samples > 0)
                    Finish(feed, in window);
                window = new OpenWindow(start_ms, premium, premium, premium, premium, 1);
                return;
            }

            window = window with { High = Math.Max(window.High, premium), Low = Math.Min(window.Low, premium), Close = premium, Samples = window.Samples + 1 };
        }
    }

    private void Finish(int feed, in OpenWindow window)
    {
        if (!_finished.Writer.TryWrite(new PremiumRow(feeds.SymbolOf(feed), window.OpenTime_ms, window.Open, window.High, window.Low, window.Close, window.Samples)))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>One window in progress; rates in 10^-8.</summary>
    private readonly record struct OpenWindow(long OpenTime_ms, long Open, long High, long Low, long Close, int Samples);
}
