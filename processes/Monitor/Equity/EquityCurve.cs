using Platform.Domain.Labels;
using Platform.Primitives.Numbers;

namespace Platform.Monitor.Equity;

/// <summary>One sample: wallet balance plus unrealised profit at mark price.</summary>
/// <param name="At_ms">Platform time, Unix ms.</param>
/// <param name="Equity">Exact decimal text, USDT.</param>
internal sealed record EquitySample(long At_ms, string Equity, string WalletBalance, string UnrealizedPnl, string Label);

/// <summary>The equity of one account over time, bounded: at the bound, every second point of the older half is removed.</summary>
internal sealed class EquityCurve(int pointsMax)
{
    private readonly List<EquitySample> _samples = [];

    public IReadOnlyList<EquitySample> Samples => _samples;

    /// <summary>The highest equity ever added, including removed points, in USDT.</summary>
    public double Peak { get; private set; }

    /// <summary>
    /// Adds a sample that is newer than the last; false when it is not. A sample that is much older means that the clock went back: later
    /// samples came from a wrong clock and are removed, so that the curve continues.
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
