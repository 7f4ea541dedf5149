using System.Runtime.CompilerServices;
using Platform.Primitives.Numbers;

namespace Platform.Domain.Market;

/// <summary>Volume and trades of one trade-size bucket of one taker side in one window.</summary>
/// <param name="Count">Number of aggTrades, so that the counts of the buckets add up to the count of the side (spec/quant.md §2.2).</param>
public readonly record struct Flow(Volume Volume, Notional Dolvol, long Count)
{
    public static Flow operator +(Flow left, Flow right) =>
        new(left.Volume + right.Volume, left.Dolvol + right.Dolvol, left.Count + right.Count);
}

/// <summary>The four trade-size buckets of one side, smallest first: index 0 is bucket 1.</summary>
[InlineArray(4)]
public struct SizeBuckets : IEquatable<SizeBuckets>
{
    private Flow _first;

    public const int Count = 4;

    public readonly Flow Total
    {
        get
        {
            Flow sum = default;
            foreach (Flow flow in this)
                sum += flow;
            return sum;
        }
    }

    public readonly bool Equals(SizeBuckets other)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i] != other[i])
                return false;
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is SizeBuckets other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3]);
}
