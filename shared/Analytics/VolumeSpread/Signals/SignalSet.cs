using System.Runtime.CompilerServices;

namespace Platform.Analytics.VolumeSpread.Signals;

/// <summary>The signals that one bar raised, each with its strength and its bias. The default value is empty.</summary>
public struct SignalSet : IEquatable<SignalSet>
{
    private Strengths _strengths;
    private int _raised;

    /// <summary>Bias of effort_no_result, +1 or −1, which depends on the trend; 0 without a trend.</summary>
    private sbyte _absorptionBias;

    /// <summary>Class of the spring by relative volume: 1 terminal shakeout, 2, 3; 0 without a spring or a known volume.</summary>
    public byte SpringClass { get; internal set; }

    public readonly bool IsEmpty => _raised == 0;

    public readonly bool Has(SignalKind kind) => (_raised & (1 << (int)kind)) != 0;

    /// <summary>Strength of the signal, 0 to 1; NaN when it was not raised.</summary>
    public readonly double Strength(SignalKind kind) => Has(kind) ? _strengths[(int)kind] : double.NaN;

    /// <summary>Bias of the signal: +1 bullish, −1 bearish, 0 neutral.</summary>
    public readonly int Bias(SignalKind kind) => kind switch
    {
        SignalKind.BuyingClimax or SignalKind.Upthrust or SignalKind.NoDemand or SignalKind.EffortDown or SignalKind.EffortUpFailed or SignalKind.UpthrustConfirmed => -1,
        SignalKind.SellingClimax or SignalKind.Spring or SignalKind.NoSupply or SignalKind.StoppingVolume or SignalKind.Test => 1,
        SignalKind.EffortUp or SignalKind.TestOk or SignalKind.SpringConfirmed => 1,
        SignalKind.EffortNoResult => _absorptionBias,
        _ => 0,
    };

    /// <summary>The first raised signal in the order of §5.3; null for none. Confirmations and result_no_effort are not primary.</summary>
    public readonly SignalKind? Primary
    {
        get
        {
            if (_raised != 0)
            {
                foreach (SignalKind kind in PrimaryOrder)
                {
                    if (Has(kind))
                        return kind;
                }
            }

            return null;
        }
    }

    private static ReadOnlySpan<SignalKind> PrimaryOrder =>
    [
        SignalKind.BuyingClimax, SignalKind.SellingClimax, SignalKind.Spring, SignalKind.Upthrust, SignalKind.StoppingVolume, SignalKind.Test,
        SignalKind.NoDemand, SignalKind.NoSupply, SignalKind.EffortUp, SignalKind.EffortDown, SignalKind.EffortUpFailed, SignalKind.EffortNoResult,
        SignalKind.ClimaxVolume,
    ];

    internal void Raise(SignalKind kind, double strength)
    {
        _strengths[(int)kind] = strength;
        _raised |= 1 << (int)kind;
    }

    internal void RaiseAbsorption(double strength, int bias)
    {
        Raise(SignalKind.EffortNoResult, strength);
        _absorptionBias = (sbyte)bias;
    }

    public readonly bool Equals(SignalSet other)
    {
        if (_raised != other._raised || _absorptionBias != other._absorptionBias || SpringClass != other.SpringClass)
            return false;
        for (int i = 0; i < SignalNames.Count; i++)
        {
            if (Has((SignalKind)i) && _strengths[i] != other._strengths[i])
                return false;
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is SignalSet other && Equals(other);

    public override readonly int GetHashCode() => _raised;

    internal readonly void Write(BinaryWriter writer)
    {
        writer.Write(_raised);
        writer.Write(_absorptionBias);
        writer.Write(SpringClass);
        for (int i = 0; i < SignalNames.Count; i++)
            writer.Write(_strengths[i]);
    }

    internal static SignalSet Read(BinaryReader reader)
    {
        var set = new SignalSet { _raised = reader.ReadInt32(), _absorptionBias = reader.ReadSByte(), SpringClass = reader.ReadByte() };
        for (int i = 0; i < SignalNames.Count; i++)
            set._strengths[i] = reader.ReadDouble();
        return set;
    }

    [InlineArray(17)]
    private struct Strengths
    {
        private double _first;
    }
}
