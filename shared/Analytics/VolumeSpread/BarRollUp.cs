using Platform.Analytics.VolumeSpread.Features;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.VolumeSpread;

/// <summary>
/// Rolls consecutive short bars up to one timeframe (spec/quant.md §1.3): prices come from the children with trades, volumes are added, and a
/// window with a missing child gives no bar. Not thread-safe.
/// </summary>
public sealed class BarRollUp(BarInterval timeframe, long childLength_ms)
{
    private PriceVolumeBar _bar;
    private long _window_ms = long.MinValue;
    private int _children;
    private bool _traded;
    private bool _first;

    public BarInterval Timeframe => timeframe;

    /// <summary>Number of windows skipped because a child is missing, without the window of the first child and the open window.</summary>
    public long Incomplete { get; private set; }

    /// <summary>Adds a child; true, with the bar, when the child completes its window. Children must ascend in time.</summary>
    public bool TryAdd(in PriceVolumeBar child, out PriceVolumeBar bar)
    {
        long window_ms = timeframe.StartOf(child.OpenTime_ms);
        if (window_ms != _window_ms)
        {
            if (_children > 0 && !_first)
                Incomplete++;
            Check.That(window_ms > _window_ms, "children of a roll-up must ascend in time");
            _first = _window_ms == long.MinValue;
            _window_ms = window_ms;
            _children = 0;
            _traded = false;
        }

        Merge(child);
        _children++;
        bar = _bar with { OpenTime_ms = window_ms };
        if (_children != timeframe.Length_ms / childLength_ms)
            return false;
        _children = 0;
        return true;
    }

    private void Merge(in PriceVolumeBar child)
    {
        Volume volume = _children > 0 ? _bar.Volume + child.Volume : child.Volume;
        if (_traded && child.IsEmpty)
            return;
        if (_traded)
            _bar = _bar with { High = Price.Max(_bar.High, child.High), Low = Price.Min(_bar.Low, child.Low), Close = child.Close, Volume = volume };
        else
            _bar = child.IsEmpty ? new PriceVolumeBar(0, child.Close, child.Close, child.Close, child.Close, volume) : child with { Volume = volume };
        _traded |= !child.IsEmpty;
    }
}
