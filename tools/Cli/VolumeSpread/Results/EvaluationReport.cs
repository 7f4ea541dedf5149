using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Evaluation;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;

namespace Platform.Cli.VolumeSpread.Results;

/// <summary>Writes the results of a study: Markdown tables for people, one JSON line per row for programs.</summary>
internal sealed class EvaluationReport
{
    private const double FalseFindings = 0.1;
    private const int CountMin = 30;
    private const int ShownHorizon = 6;
    private readonly (StudyKey Key, StudyResult Result)[] _rows;
    private readonly Dictionary<StudyKey, StudyResult> _results;
    private readonly double _threshold;
    private readonly int _tests;

    public EvaluationReport(SignalStudy study)
    {
        _rows = [.. study.Results];
        _results = _rows.ToDictionary(row => row.Key, row => row.Result);
        double[] probabilities = [.. _rows.Where(row => IsTested(row.Key, row.Result)).Select(row => row.Result.Excess.Probability)];
        _tests = probabilities.Length;
        _threshold = FalseDiscovery.Threshold(probabilities, FalseFindings);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| signal | tf | n | days | +1 bar | +3 bars | +6 bars | +12 bars | hit rate +6 | of all bars |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach ((StudyKey key, StudyResult result) in Shown())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {key.Signal.Name()} | {key.Timeframe} | {result.Raw.Count} | {result.Raw.Clusters} |");
            foreach (int horizon in SignalStudy.Horizons)
                text.Append(CultureInfo.InvariantCulture, $" {Cell(key with { Horizon = horizon })} |");
            text.AppendLine(CultureInfo.InvariantCulture, $" {Share(result.HitRate)} | {Share(result.HitRateExpected)} |");
        }

        text.AppendLine().AppendLine("| signal | tf | n up | after +6 in an up-trend | n flat | without trend | n down | in a down-trend |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|");
        foreach ((StudyKey key, StudyResult _) in Shown())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {key.Signal.Name()} | {key.Timeframe} |");
            foreach (TrendRegime regime in new[] { TrendRegime.Up, TrendRegime.Flat, TrendRegime.Down })
            {
                StudyKey part = key with { Regime = regime };
                text.Append(CultureInfo.InvariantCulture, $" {(_results.TryGetValue(part, out StudyResult? result) ? result.Raw.Count : 0)} | {Cell(part)} |");
            }

            text.AppendLine();
        }

        int acceptedCount = _rows.Count(row => IsTested(row.Key, row.Result) && IsAccepted(row.Result));
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{_tests} tests (n ≥ {CountMin}, all regimes, every horizon); {acceptedCount} are accepted at a false discovery rate of {FalseFindings:P0} and are marked **bold**.");
        return text.ToString();
    }

    public void WriteJson(Stream output)
    {
        using var writer = new Utf8JsonWriter(output);
        foreach ((StudyKey key, StudyResult result) in _rows)
        {
            ClusteredMean excess = result.Excess;
            writer.WriteStartObject();
            writer.WriteString("signal", key.Signal.Name());
            writer.WriteString("coulling_name", key.Signal.CoullingName());
            writer.WriteString("timeframe", key.Timeframe.Name);
            writer.WriteString("regime", key.Regime.ToString().ToLowerInvariant());
            writer.WriteNumber("horizon_bars", key.Horizon);
            writer.WriteNumber("n", result.Raw.Count);
            writer.WriteNumber("days", result.Raw.Clusters);
            writer.WriteBoolean("directed", result.Directed.Count > 0);
            Number(writer, "excess_return", excess.Mean);
            Number(writer, "half_width_95", excess.HalfWidth);
            Number(writer, "probability", excess.Probability);
            Number(writer, "hit_rate", result.HitRate);
            Number(writer, "hit_rate_of_all_bars", result.HitRateExpected);
            writer.WriteBoolean("stands", IsTested(key, result) && IsAccepted(result));
            writer.WriteEndObject();
            writer.Flush();
            output.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private IEnumerable<(StudyKey Key, StudyResult Result)> Shown() =>
        _rows.Where(row => row.Key.Regime == TrendRegime.Any && row.Key.Horizon == ShownHorizon && row.Result.Raw.Count >= CountMin)
            .OrderBy(row => (int)row.Key.Signal).ThenBy(row => row.Key.Timeframe.Minutes);

    private static bool IsTested(in StudyKey key, StudyResult result) => key.Regime == TrendRegime.Any && result.Raw.Count >= CountMin;

    private bool IsAccepted(StudyResult result) => FalseDiscovery.Stands(result.Excess.Probability, _threshold);

    /// <summary>Excess in basis points with half its 95 % interval.</summary>
    private string Cell(in StudyKey key)
    {
        if (!_results.TryGetValue(key, out StudyResult? result) || result.Raw.Count < CountMin)
            return "";
        string text = string.Create(CultureInfo.InvariantCulture, $"{result.Excess.Mean * 1e4:+0.0;-0.0;0.0} ± {result.Excess.HalfWidth * 1e4:0.0}");
        return IsTested(key, result) && IsAccepted(result) ? $"**{text}**" : text;
    }

    private static string Share(double value) => double.IsNaN(value) ? "" : value.ToString("0.0 %", CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);

    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
