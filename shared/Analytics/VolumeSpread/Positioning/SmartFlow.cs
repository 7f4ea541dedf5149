using Platform.Analytics.VolumeSpread.Features;
using Platform.Domain.Market;

namespace Platform.Analytics.VolumeSpread.Positioning;

/// <summary>The direction of large trades relative to small trades. The classes are trade sizes, not participants (spec/quant.md §5.5).</summary>
public enum SmartLabel : byte
{
    Neutral = 0,
    SmartBuy = 1,
    SmartSell = 2,
}

/// <summary>Smart and dumb flow of one bar; NaN without trades, with unknown sizes or with a short history.</summary>
/// <param name="Smart">Net dolvol of buckets 3 and 4 divided by dolvol, −1 to 1.</param>
/// <param name="Dumb">Net dolvol of bucket 1 divided by dolvol.</param>
/// <param name="Difference">SDI: the smoothed smart flow minus the smoothed dumb flow, −2 to 2.</param>
/// <param name="Score">z-score of SDI relative to the previous 288 values, sample deviation.</param>
public readonly record struct SmartFlowReading(double Smart, double Dumb, double Difference, double Score, SmartLabel Label);

/// <summary>Smart-money flow of one symbol from trade sizes, for each 5-minute bar (spec/quant.md §5.5). Not thread-safe.</summary>
public sealed class SmartFlow
{
    private const int Window = 288;
    private const double Alpha = 2.0 / (12 + 1);
    private readonly RollingWindow _differences = new(Window);
    private double _smart = double.NaN, _dumb = double.NaN;

    /// <summary>Adds the next closed bar; a bar without trades or without sizes is skipped and returns NaN.</summary>
    /// <param name="accountRatio">SD of <see cref="AccountRatio"/> when it is known, otherwise NaN.</param>
    public SmartFlowReading Add(Bar bar, double accountRatio = double.NaN)
    {
        if (bar.IsEmpty || !bar.HasSizes)
            return new SmartFlowReading(double.NaN, double.NaN, double.NaN, double.NaN, SmartLabel.Neutral);
        double net34 = (bar.Buys[2].Dolvol + bar.Buys[3].Dolvol - bar.Sells[2].Dolvol - bar.Sells[3].Dolvol).ToDouble();
        double net1 = (bar.Buys[0].Dolvol - bar.Sells[0].Dolvol).ToDouble();
        return Add(net34, net1, bar.QuoteVolume.ToDouble(), accountRatio);
    }

    /// <param name="largeNet">Net dolvol of buckets 3 and 4, USDT.</param>
    /// <param name="smallNet">Net dolvol of bucket 1, USDT.</param>
    /// <param name="dolvol">Quote volume of the bar, USDT.</param>
    /// <param name="accountRatio">SD when it is known, otherwise NaN.</param>
    public SmartFlowReading Add(double largeNet, double smallNet, double dolvol, double accountRatio = double.NaN)
    {
        if (!(dolvol > 0))
            return new SmartFlowReading(double.NaN, double.NaN, double.NaN, double.NaN, SmartLabel.Neutral);
        double smart = largeNet / dolvol, dumb = smallNet / dolvol;
        _smart = double.IsNaN(_smart) ? smart : Alpha * smart + (1 - Alpha) * _smart;
        _dumb = double.IsNaN(_dumb) ? dumb : Alpha * dumb + (1 - Alpha) * _dumb;
        double difference = _smart - _dumb;
        double score = _differences.Count >= Window ? RollingWindow.Score(difference, _differences.Last(Window)) : double.NaN;
        _differences.Push(difference);
        return new SmartFlowReading(smart, dumb, difference, score, LabelOf(score, accountRatio));
    }

    /// <summary>
    /// SD: log of the long/short ratio of the top accounts divided by that of all accounts; positive when large accounts are more long
    /// than all accounts.
    /// </summary>
    public static double AccountRatio(double topLongShort, double globalLongShort) =>
        topLongShort > 0 && globalLongShort > 0 ? Math.Log(topLongShort) - Math.Log(globalLongShort) : double.NaN;

    /// <summary>The label of the score; a known account ratio with the opposite sign prevents it.</summary>
    public static SmartLabel LabelOf(double score, double accountRatio)
    {
        if (score >= 1 && !(accountRatio < 0))
            return SmartLabel.SmartBuy;
        return score <= -1 && !(accountRatio > 0) ? SmartLabel.SmartSell : SmartLabel.Neutral;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_smart);
        writer.Write(_dumb);
        _differences.Write(writer);
    }

    public void Read(BinaryReader reader)
    {
        _smart = reader.ReadDouble();
        _dumb = reader.ReadDouble();
        _differences.Read(reader);
    }
}
