using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Bars;

/// <summary>One side and trade-size bucket of a bar in 40 bytes, without the padding of 128-bit alignment.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public record struct FlowCell
{
    /// <summary>Quote amount in units of 10^-16.</summary>
    public Int128 Dolvol;

    /// <summary>Base volume in units of 10^-8.</summary>
    public Int128 Volume;

    /// <summary>Number of aggTrades.</summary>
    public long Count;

    public void Add(in FlowCell other)
    {
        Dolvol = checked(Dolvol + other.Dolvol);
        Volume = checked(Volume + other.Volume);
        Count += other.Count;
    }
}

/// <summary>Buckets 1 to 4 of taker buys at index 0 to 3, of taker sells at 4 to 7.</summary>
[InlineArray(Length)]
public struct FlowCells : IEquatable<FlowCells>
{
    public const int Length = 8;
    public const int Sells = 4;

    private FlowCell _first;

    public readonly bool Equals(FlowCells other)
    {
        for (int i = 0; i < Length; i++)
        {
            if (this[i] != other[i])
                return false;
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is FlowCells other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[4], this[5]);
}

/// <summary>A closed bar as a flat value of about 380 bytes, for large collections; <see cref="Bar"/> is the same bar for readers.</summary>
public record struct BarRow
{
    public FlowCells Flows;
    public long OpenTime_ms;
    public long Open;
    public long High;
    public long Low;
    public long Close;
    public long BuyTradeCount;
    public long SellTradeCount;
    public int Revision;
    public BarQuality Quality;

    public readonly bool IsEmpty
    {
        get
        {
            foreach (FlowCell cell in Flows)
            {
                if (cell.Volume != 0)
                    return false;
            }

            return true;
        }
    }

    public static BarRow From(Bar bar)
    {
        var row = new BarRow
        {
            OpenTime_ms = bar.OpenTime_ms,
            Open = bar.Open.Units,
            High = bar.High.Units,
            Low = bar.Low.Units,
            Close = bar.Close.Units,
            BuyTradeCount = bar.BuyTradeCount,
            SellTradeCount = bar.SellTradeCount,
            Revision = bar.Revision,
            Quality = bar.Quality,
        };
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            row.Flows[i] = Cell(bar.Buys[i]);
            row.Flows[FlowCells.Sells + i] = Cell(bar.Sells[i]);
        }

        return row;
    }

    public readonly Bar ToBar(string symbol, BarInterval interval)
    {
        SizeBuckets buys = default, sells = default;
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            buys[i] = Flow(Flows[i]);
            sells[i] = Flow(Flows[FlowCells.Sells + i]);
        }

        return new Bar
        {
            Symbol = symbol,
            OpenTime_ms = OpenTime_ms,
            CloseTime_ms = OpenTime_ms + interval.Length_ms,
            Open = Price.FromUnits(Open),
            High = Price.FromUnits(High),
            Low = Price.FromUnits(Low),
            Close = Price.FromUnits(Close),
            Buys = buys,
            Sells = sells,
            BuyTradeCount = BuyTradeCount,
            SellTradeCount = SellTradeCount,
            Revision = Revision,
            Quality = Quality,
        };
    }

    private static FlowCell Cell(Flow flow) => new() { Volume = flow.Volume.Units, Dolvol = flow.Dolvol.Units, Count = flow.Count };

    private static Flow Flow(in FlowCell cell) => new(Volume.FromUnits(cell.Volume), Notional.FromUnits(cell.Dolvol), cell.Count);
}
