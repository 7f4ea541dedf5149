using Platform.Analytics.VolumeSpread.Features;

namespace Platform.Analytics.Tests.VolumeSpread;

/// <summary>spec/quant.md §5.2 read literally over arrays, with nothing kept from bar to bar: what the fold is compared with.</summary>
internal sealed class PlainAnalysis(PriceVolumeBar[] bars, long length_ms)
{
    private readonly double[] _high = [.. bars.Select(bar => bar.High.ToDouble())];
    private readonly double[] _low = [.. bars.Select(bar => bar.Low.ToDouble())];
    private readonly double[] _close = [.. bars.Select(bar => bar.Close.ToDouble())];
    private readonly double[] _volume = [.. bars.Select(bar => bar.Volume.ToDouble())];

    public double Clv(int t) => Spread(t) == 0 ? 0.5 : (_close[t] - _low[t]) / Spread(t);

    public double Rvol(int t)
    {
        if (length_ms < 3_600_000)
        {
            double[] days = [.. Enumerable.Range(0, t).Where(i => (bars[t].OpenTime_ms - bars[i].OpenTime_ms) % 86_400_000 == 0
                && bars[t].OpenTime_ms - bars[i].OpenTime_ms <= 20 * 86_400_000L).Select(i => _volume[i])];
            if (days.Length >= 5)
                return Over(_volume[t], days.Average());
        }

        return t < 20 ? double.NaN : Over(_volume[t], _volume[(t - 20)..t].Average());
    }

    public double Rspr(int t) => t < 20 ? double.NaN : Over(Spread(t), Enumerable.Range(t - 20, 20).Average(Spread));

    public double Zv(int t) => Score(t, 50, 0, i => Math.Log(1 + _volume[i]));

    public double Zs(int t) => Score(t, 50, 1, i => Math.Log(1 + 1e4 * Spread(i) / _close[i - 1]));

    public double Atr(int t)
    {
        if (t < 13)
            return double.NaN;
        double atr = Enumerable.Range(0, 14).Average(TrueRange);
        for (int i = 14; i <= t; i++)
            atr += (TrueRange(i) - atr) / 14;
        return atr;
    }

    public double Slope(int t, int points)
    {
        if (t < points + 3)
            return double.NaN;
        double[] y = [.. Enumerable.Range(t - points + 1, points).Select(i => _close[(i - 4)..(i + 1)].Average())];
        double middle = (points - 1) / 2.0, mean = y.Average();
        return y.Select((value, x) => (x - middle) * (value - mean)).Sum() / y.Select((_, x) => (x - middle) * (x - middle)).Sum() / Atr(t);
    }

    public double EfficiencyRatio(int t)
    {
        if (t < 30)
            return double.NaN;
        double way = Enumerable.Range(t - 29, 30).Sum(i => Math.Abs(_close[i] - _close[i - 1]));
        return way == 0 ? 0 : Math.Abs(_close[t] - _close[t - 30]) / way;
    }

    public double PriorHigh(int t) => t < 20 ? double.NaN : _high[(t - 20)..t].Max();

    public double PriorLow(int t) => t < 20 ? double.NaN : _low[(t - 20)..t].Min();

    public double RangeHigh(int t) => t < 29 ? double.NaN : _high[(t - 29)..(t + 1)].Max();

    public double VolumeRank(int t) => t < 100 ? double.NaN
        : _volume[(t - 100)..t].Sum(other => other < _volume[t] ? 1 : other == _volume[t] ? 0.5 : 0) / 100;

    private double Spread(int t) => _volume[t] == 0 ? 0 : _high[t] - _low[t];

    private double TrueRange(int t) => t == 0 ? _high[0] - _low[0]
        : new[] { _high[t] - _low[t], Math.Abs(_high[t] - _close[t - 1]), Math.Abs(_low[t] - _close[t - 1]) }.Max();

    private static double Over(double value, double mean) => mean == 0 ? double.NaN : value / mean;

    private static double Score(int t, int window, int first, Func<int, double> value)
    {
        if (t < window + first)
            return double.NaN;
        double[] previous = [.. Enumerable.Range(t - window, window).Select(value)];
        double mean = previous.Average(), deviation = Math.Sqrt(previous.Sum(x => (x - mean) * (x - mean)) / (window - 1));
        return deviation < 1e-12 ? double.NaN : (value(t) - mean) / deviation;
    }
}
