using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Domain.Labels;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>
/// Holds the bars of one symbol until every timeframe that closes at an instant has its bar, then releases them together, once
/// (spec/quant.md §5.7). Single-threaded.
/// </summary>
internal sealed class InstantGate
{
    private readonly List<(BarInterval Timeframe, Queue<PriceVolumeBar> Bars)> _waiting = [];
    private readonly Dictionary<BarInterval, long> _nextClose_ms = [];

    /// <param name="timeframes">Each with the Unix ms of its next close.</param>
    public InstantGate(IEnumerable<(BarInterval Timeframe, long NextClose_ms)> timeframes)
    {
        foreach ((BarInterval timeframe, long close_ms) in timeframes.OrderBy(pair => pair.Timeframe.Minutes))
        {
            _waiting.Add((timeframe, new Queue<PriceVolumeBar>()));
            _nextClose_ms[timeframe] = close_ms;
        }
    }

    public void Add(BarInterval timeframe, in PriceVolumeBar bar) => _waiting.Find(entry => entry.Timeframe == timeframe).Bars.Enqueue(bar);

    /// <summary>The bars of the next instant, shortest timeframe first; false while one of them is missing.</summary>
    public bool TryRelease(out long close_ms, out List<TimeframeClose> closes)
    {
        long next_ms = close_ms = _nextClose_ms.Values.Min();
        closes = [];
        if (_waiting.Exists(entry => _nextClose_ms[entry.Timeframe] == next_ms && entry.Bars.Count == 0))
            return false;
        foreach ((BarInterval timeframe, Queue<PriceVolumeBar> bars) in _waiting)
        {
            if (_nextClose_ms[timeframe] != next_ms)
                continue;
            closes.Add(new TimeframeClose(timeframe, bars.Dequeue(), PerpetualContext.Unknown));
            _nextClose_ms[timeframe] += timeframe.Length_ms;
        }

        return true;
    }
}
