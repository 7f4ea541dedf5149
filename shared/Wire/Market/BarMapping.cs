using Google.Protobuf.Collections;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Wire.Market;

/// <summary>Maps bars to protobuf messages and back without loss: integers in units of 10^-8; quote amounts and volumes beyond 64 bits as decimal text.</summary>
public static class BarMapping
{
    public static BarEvent ToWire(this Bar bar, BarInterval interval)
    {
        var wire = new BarEvent
        {
            Symbol = bar.Symbol,
            Interval = interval.Name,
            OpenTimeMs = bar.OpenTime_ms,
            Open = bar.Open.Units,
            High = bar.High.Units,
            Low = bar.Low.Units,
            Close = bar.Close.Units,
            BuyTradeCount = bar.BuyTradeCount,
            SellTradeCount = bar.SellTradeCount,
            Revision = bar.Revision,
            Quality = (int)bar.Quality,
        };
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            wire.Buys.Add(Part(bar.Buys[i]));
            wire.Sells.Add(Part(bar.Sells[i]));
        }

        return wire;
    }

    /// <summary>Invalid, with symbol and field, when the message is not a complete bar.</summary>
    public static Result<Bar> ToDomain(this BarEvent wire)
    {
        if (!BarInterval.Parse(wire.Interval).TryGet(out BarInterval interval, out Fault? fault))
            return fault;
        if (wire.Symbol.Length == 0 || wire.OpenTimeMs <= 0 || wire.OpenTimeMs % interval.Length_ms != 0)
            return Broken(wire, $"open time {wire.OpenTimeMs} is not the start of a window of {interval.Name}");
        if (wire.Quality is < 0 or > (int)BarQuality.Official)
            return Broken(wire, $"quality {wire.Quality} is unknown");
        if (!TryBuckets(wire.Buys, out SizeBuckets buys) || !TryBuckets(wire.Sells, out SizeBuckets sells))
            return Broken(wire, "each side must have four buckets with exact amounts");
        return new Bar
        {
            Symbol = wire.Symbol,
            OpenTime_ms = wire.OpenTimeMs,
            CloseTime_ms = wire.OpenTimeMs + interval.Length_ms,
            Open = Price.FromUnits(wire.Open),
            High = Price.FromUnits(wire.High),
            Low = Price.FromUnits(wire.Low),
            Close = Price.FromUnits(wire.Close),
            Buys = buys,
            Sells = sells,
            BuyTradeCount = wire.BuyTradeCount,
            SellTradeCount = wire.SellTradeCount,
            Revision = wire.Revision,
            Quality = (BarQuality)wire.Quality,
        };
    }

    private static FlowPart Part(Flow flow)
    {
        var part = new FlowPart { Dolvol = flow.Dolvol.IsZero ? "" : flow.Dolvol.ToString(), Count = flow.Count };
        if (flow.Volume.Units >= long.MinValue && flow.Volume.Units <= long.MaxValue)
            part.Volume = (long)flow.Volume.Units;
        else
            part.WideVolume = flow.Volume.ToString();
        return part;
    }

    private static bool TryBuckets(RepeatedField<FlowPart> parts, out SizeBuckets buckets)
    {
        buckets = default;
        if (parts.Count != SizeBuckets.Count)
            return false;
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            Notional dolvol = default;
            Volume volume = Volume.FromUnits(parts[i].Volume);
            if (parts[i].Dolvol.Length > 0 && !Notional.TryParse(parts[i].Dolvol, out dolvol))
                return false;
            if (parts[i].WideVolume.Length > 0 && !Volume.TryParse(parts[i].WideVolume, out volume))
                return false;
            buckets[i] = new Flow(volume, dolvol, parts[i].Count);
        }

        return true;
    }

    private static Fault Broken(BarEvent wire, string why) => new(FaultKind.Invalid, $"bar of '{wire.Symbol}': {why}.");
}
