using Platform.Domain.Labels;
using Platform.Primitives.Numbers;

namespace Platform.Monitor.Equity;

/// <summary>One sample: wallet plus unrealised at mark.</summary>
/// <param name="At_ms">Platform time, Unix ms.</param>
/// <param name="Equity">Exact decimal text, USDT.</param>
internal sealed record EquitySample(long At_ms, string Equity, string WalletBalance, string UnrealizedPnl, string Label);

/// <summary>The equity of one account over time, bounded: at the bound every second point of the older half goes.</summary>
internal sealed class EquityCurve(int pointsMax)
{
    private readonly List<EquitySample> _samples = [];

    public IReadOnlyList<EquitySample> Samples => _samples;

    /// <summary>The highest equity ever added, thinned away or not, in USDT.</summary>
    public double Peak { get; private set; }

    /// <summary>
    /// Adds a sample that is newer than the last; false when it is not. A sample that is much older says that the clock went back: the
    /// later ones were stamped by a wrong clock and go, so that the curve does not stand still until time has caught up.
    /// </summary>
    public bool Add(EquitySample sample)
    {
        if (_samples.Count > 0 && sample.At_ms < _samples[^1].At_ms - Label.ClockTolerance_ms)
            _samples.RemoveAll(later => later.At_ms >= sample.At_ms);
        if (_samples.Count > 0 && sample.At_ms <= _samples[^1].At_ms)
            return false;
        _samples.Add(sample);
        Peak = Math.Max(Peak, Money.Parse(sample.Equity).ToDouble());
        if (_samples.Count > pointsMax)
            Thin();
        return true;
    }

    private void Thin()
    {
        int half = _samples.Count / 2;
        int kept = 0;
        for (int i = 0; i < _samples.Count; i++)
        {
            if (i >= half || i % 2 == 0)
                _samples[kept++] = _samples[i];
        }

        _samples.RemoveRange(kept, _samples.Count - kept);
    }
}
