using Platform.Domain.Labels;
using Platform.Primitives.Numbers;

namespace Platform.Data.Premium;

/// <summary>
/// Samples (mark − index) / index of every symbol with each mark price of the stream and gives 5-minute bars of it. Connections call at
/// the same time; a lock guards the few fields. The exchange's own premium index also weighs the depth of the book.
/// </summary>
/// <param name="closed">Takes finished windows; must not block.</param>
internal sealed class PremiumSampler(Action<PremiumBar> closed)
{
    private readonly Lock _gate = new();
    private PremiumBar[] _open = [];

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
            ref PremiumBar bar = ref _open[feed];
            if (start_ms < bar.OpenTime_ms)
                return;
            if (start_ms > bar.OpenTime_ms)
            {
                if (bar.Samples > 0)
                    closed(bar);
                bar = new PremiumBar(feed, start_ms, premium, premium, premium, premium, 1);
                return;
            }

            bar = bar with { High = Math.Max(bar.High, premium), Low = Math.Min(bar.Low, premium), Close = premium, Samples = bar.Samples + 1 };
        }
    }
}
