using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Pricing;

/// <summary>Open, high, low and close of the samples of one minute.</summary>
internal struct SampleBar
{
    public long Open;
    public long High;
    public long Low;
    public long Close;
    public int Count;

    public void Add(long value)
    {
        if (Count++ == 0)
            (Open, High, Low) = (value, value, value);
        High = Math.Max(High, value);
        Low = Math.Min(Low, value);
        Close = value;
    }
}

/// <summary>Mark price, index price and premium of one minute.</summary>
internal struct PriceMinute
{
    public SampleBar Mark;
    public SampleBar Index;
    public SampleBar Premium;
}

/// <summary>
/// The running averages for one symbol's mark price and funding rate, and the minute bars of their samples
/// (spec/binance-usdm.md §8). Owned by <see cref="PricingEngine"/>.
/// </summary>
internal sealed class PriceSamples(int minutes, long firstMinute)
{
    private const int BasisSamples = 30;

    private readonly long[] _basis = new long[BasisSamples];
    private readonly long[] _marks = new long[BasisSamples];
    private int _markCount;
    private Int128 _markSum;
    private int _basisCount;
    private long _basisSum;
    private long _weight;
    private Int128 _weighted;

    public Ring<PriceMinute> Minutes { get; } = new(minutes, firstMinute);

    public long Premium { get; private set; }

    public Rate LastFundingRate { get; set; }

    public long NextFunding_ms { get; set; }

    /// <summary>Time-weighted average premium of the current funding period, in units of 10^-8.</summary>
    public long AveragePremium => _weight == 0 ? Premium : (long)(_weighted / _weight);

    public ref PriceMinute Minute(long now_ms)
    {
        long minute = now_ms / 60_000;
        while (Minutes.End <= minute)
            Minutes.Add(default);
        return ref Minutes[minute];
    }

    /// <summary>Adds the basis (mid − index) of one second and returns the mean of the last 30 seconds, in units of 10^-8.</summary>
    public long AddBasis(long basis)
    {
        int slot = _basisCount % BasisSamples;
        if (_basisCount >= BasisSamples)
            _basisSum -= _basis[slot];
        _basis[slot] = basis;
        _basisSum += basis;
        _basisCount++;
        return _basisSum / Math.Min(_basisCount, BasisSamples);
    }

    /// <summary>Mean mark price of the last 30 seconds, in units of 10^-8. The exchange does not publish the length of its average.</summary>
    public long MarkAverage { get; private set; }

    public void AddMark(long mark)
    {
        int slot = _markCount % BasisSamples;
        if (_markCount >= BasisSamples)
            _markSum -= _marks[slot];
        _marks[slot] = mark;
        _markSum += mark;
        _markCount++;
        MarkAverage = (long)(_markSum / Math.Min(_markCount, BasisSamples));
    }

    /// <summary>Adds a premium sample in units of 10^-8; the i-th sample of a period has weight i.</summary>
    public void AddPremium(long premium)
    {
        Premium = premium;
        long weight = _periodSamples++ + 1;
        _weighted += (Int128)premium * weight;
        _weight += weight;
    }

    public void BeginPeriod() => (_weighted, _weight, _periodSamples) = (0, 0, 0);

    private long _periodSamples;

    public void Serialize(SnapshotSerializer serializer)
    {
        serializer.Values(_basis.AsSpan());
        serializer.Values(_marks.AsSpan());
        (_basisCount, _basisSum) = (serializer.Value(_basisCount), serializer.Value(_basisSum));
        (_markCount, _markSum, MarkAverage) = (serializer.Value(_markCount), serializer.Value(_markSum), serializer.Value(MarkAverage));
        (_weight, _weighted, _periodSamples) = (serializer.Value(_weight), serializer.Value(_weighted), serializer.Value(_periodSamples));
        (Premium, LastFundingRate, NextFunding_ms) = (serializer.Value(Premium), serializer.Value(LastFundingRate), serializer.Value(NextFunding_ms));
        Minutes.Serialize(serializer, serializer.Value);
    }
}
