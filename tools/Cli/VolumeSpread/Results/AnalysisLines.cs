using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;

namespace Platform.Cli.VolumeSpread.Results;

/// <summary>The results of one instant: the analyses in order of the timeframe, and the alignment over all timeframes after them.</summary>
internal readonly record struct AnalysedInstant(long Close_ms, IReadOnlyList<TimeframeAnalysis> Closed, TimeframeAlignment Alignment);

/// <summary>Writes one JSON line per closed bar and timeframe; numbers are not rounded, unknown values are null. Single-threaded.</summary>
internal sealed class AnalysisLines(Stream output) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Utf8JsonWriter _writer = new(output, Options);

    public long Count { get; private set; }

    public void Write(string symbol, in TimeframeAnalysis closed, in TimeframeAlignment alignment)
    {
        BarAnalysis analysis = closed.Analysis;
        _writer.WriteStartObject();
        _writer.WriteString("symbol", symbol);
        _writer.WriteString("timeframe", closed.Timeframe.Name);
        _writer.WriteNumber("open_time", analysis.Features.OpenTime_ms);
        WriteFeatures(analysis.Features);
        WriteSignals(analysis);
        WyckoffState state = analysis.Wyckoff;
        _writer.WriteString("phase", state.Phase.Name());
        Number("confidence", state.Confidence);
        Number("evidence", state.Evidence);
        Number("range_high", state.RangeHigh);
        Number("range_low", state.RangeLow);
        Number("alignment", alignment.Alignment);
        Number("consistency", alignment.Consistency);
        _writer.WriteNumber("direction", alignment.Direction);
        _writer.WriteBoolean("warmup", analysis.Features.IsWarmUp);
        _writer.WriteEndObject();
        _writer.Flush();
        output.WriteByte((byte)'\n');
        _writer.Reset();
        Count++;
    }

    public void Dispose() => _writer.Dispose();

    private void WriteFeatures(in BarFeatures features)
    {
        Number("clv", features.Clv);
        Number("rvol", features.Rvol);
        Number("rspr", features.Rspr);
        Number("zv", features.Zv);
        Number("zs", features.Zs);
        Number("atr", features.Atr);
        Number("slope5", features.Slope5);
        Number("slope15", features.Slope15);
        Number("slope40", features.Slope40);
    }

    private void WriteSignals(in BarAnalysis analysis)
    {
        _writer.WriteStartObject("signals");
        for (int i = 0; i < SignalNames.Count; i++)
        {
            if (analysis.Signals.Has((SignalKind)i))
                _writer.WriteNumber(((SignalKind)i).Name(), analysis.AdjustedStrength((SignalKind)i));
        }

        _writer.WriteEndObject();
        _writer.WriteString("primary", SignalNames.Name(analysis.Primary));
    }

    private void Number(string name, double value)
    {
        if (double.IsFinite(value))
            _writer.WriteNumber(name, value);
        else
            _writer.WriteNull(name);
    }
}
