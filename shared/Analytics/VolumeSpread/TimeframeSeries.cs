using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.VolumeSpread;

/// <summary>The analysis of one closed bar of one timeframe: features, signals, phase. Immutable.</summary>
public readonly record struct BarAnalysis(BarFeatures Features, SignalSet Signals, WyckoffState Wyckoff, PerpetualContext Perpetual)
{
    public SignalKind? Primary => Signals.Primary;

    /// <summary>Strength of a raised signal after the perpetual adjustment (spec/quant.md §5.6).</summary>
    public double AdjustedStrength(SignalKind kind) => StrengthAdjustment.Adjust(kind, Signals.Strength(kind), Signals.Bias(kind), Perpetual);

    /// <summary>The score s of this timeframe (spec/quant.md §5.7).</summary>
    public double Score
    {
        get
        {
            double signal = Primary is { } primary ? Signals.Bias(primary) * AdjustedStrength(primary) : 0;
            return TimeframeAlignment.Score(Wyckoff.Phase, Wyckoff.Confidence, signal);
        }
    }
}

/// <summary>
/// The incremental analysis of one symbol and timeframe from closed bars (spec/quant.md §5.2 to §5.4). It is the only
/// implementation, so historical and live results are bit-identical; its state is stored and restored exactly. Not thread-safe.
/// </summary>
public sealed class TimeframeSeries
{
    private const int StateVersion = 1;

    private readonly VolumeSpreadPreset _preset;
    private readonly FeatureSeries _features;
    private readonly WyckoffClassifier _classifier;
    private WyckoffState _wyckoff;
    private SignalSet _signals;

    public TimeframeSeries(BarInterval timeframe, VolumeSpreadPreset preset)
    {
        Timeframe = timeframe;
        _preset = preset;
        _features = new FeatureSeries(timeframe, preset.Features);
        _classifier = new WyckoffClassifier(preset.Wyckoff, preset.Signals.SlopeEpsilon);
    }

    public BarInterval Timeframe { get; }

    /// <summary>Open time of the last added bar, Unix ms; null before the first.</summary>
    public long? LastOpenTime_ms { get; private set; }

    /// <summary>Adds the next closed bar; it must be later than the previous one.</summary>
    public BarAnalysis Add(in PriceVolumeBar bar) => Add(bar, PerpetualContext.Unknown);

    public BarAnalysis Add(in PriceVolumeBar bar, in PerpetualContext perpetual)
    {
        Check.That(LastOpenTime_ms is not { } last || bar.OpenTime_ms > last, "bars of a series must ascend in time");
        LastOpenTime_ms = bar.OpenTime_ms;
        BarFeatures features = _features.Add(bar);
        SignalSet signals = SignalRules.Evaluate(features, _signals, _preset.Signals);
        _wyckoff = _classifier.Next(_wyckoff, features, signals);
        _signals = signals;
        return new BarAnalysis(features, signals, _wyckoff, perpetual);
    }

    /// <summary>Writes all state on which the next bar depends.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(StateVersion);
        writer.Write(_preset.ToString());
        writer.Write(Timeframe.Name);
        writer.Write(LastOpenTime_ms ?? long.MinValue);
        _features.Write(writer);
        _signals.Write(writer);
        _wyckoff.Write(writer);
    }

    /// <summary>Restores a written series; a fault states what does not match, and the remedy is a rebuild from history.</summary>
    public static Result<TimeframeSeries> Read(BinaryReader reader, BarInterval timeframe, VolumeSpreadPreset preset)
    {
        try
        {
            int version = reader.ReadInt32();
            string writtenWith = reader.ReadString(), writtenFor = reader.ReadString();
            if (version != StateVersion || writtenWith != preset.ToString() || writtenFor != timeframe.Name)
            {
                return new Fault(FaultKind.Invalid, $"the stored state is of {writtenFor} with preset {writtenWith}, layout {version}; expected {timeframe} with {preset}, layout {StateVersion}. Rebuild it from history.");
            }

            var series = new TimeframeSeries(timeframe, preset);
            long last_ms = reader.ReadInt64();
            series.LastOpenTime_ms = last_ms == long.MinValue ? null : last_ms;
            series._features.Read(reader);
            series._signals = SignalSet.Read(reader);
            series._wyckoff = WyckoffState.Read(reader);
            return series;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return new Fault(FaultKind.Corrupt, $"the stored state of {timeframe} cannot be read: {error.Message}. Rebuild it from history.");
        }
    }
}
