using System.Globalization;
using Platform.Accounting.Records;
using Platform.Analytics.Accounts;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using static Platform.Accounting.Reports.ReportFigures;

namespace Platform.Accounting.Reports;

/// <summary>
/// Equity over the period: daily returns without external flows and their ratios (quant.md §8.1, §8.2), and the curve with its
/// drawdown. Only complete days count; the value of a day is its last sample.
/// </summary>
internal sealed class EquityFigures
{
    private const int CurvePointsMax = 600;

    private readonly ReportInput _input;
    private readonly IncomeRecord[] _flows;
    private readonly List<EquityRecord> _days = [];

    public EquityFigures(ReportInput input)
    {
        _input = input;
        _flows = [.. input.PeriodIncome.Where(row => ReportInput.IsTransfer(row) && row.Asset == ReportInput.MarginAsset)];
        if (input.Equity.Count == 0)
            return;
        _days.Add(input.Equity[0]);
        long over_ms = UnixTime.FloorTo(Math.Min(input.Period.To_ms, input.Equity[^1].Time_ms + UnixTime.MillisecondsPerMinute), UnixTime.MillisecondsPerDay);
        _days.AddRange(input.Equity.Skip(1).Where(sample => sample.Time_ms < over_ms).GroupBy(sample => DayOf(sample.Time_ms)).Select(day => day.Last()));
    }

    public Money MeanEquity => _input.Equity.Count == 0 ? Money.Zero : Money.FromUnits((long)_input.Equity.Average(sample => (double)sample.Equity.Units));

    public ReportedPerformance Report()
    {
        (Performance all, _) = Measure(_input.Equity);
        (Performance daily, Money[] flows) = Measure(_days);
        (int peak, int trough, int recovery) = daily.DeepestFall;
        bool hasFall = daily.MaxDrawdown < 0;
        double total = all.Returns.Where(double.IsFinite).Aggregate(1.0, (index, step) => index * (1 + step)) - 1;
        return new ReportedPerformance(
            daily.Observations, daily.IsSufficient, _input.Equity.Count == 0 ? null : _input.Equity[0].Equity.ToString(), _input.Equity.Count == 0 ? null : _input.Equity[^1].Equity.ToString(),
            _input.Equity.Count < 2 ? null : Known(total), Known(daily.Sharpe), Known(daily.Sortino), Known(daily.Cagr), Known(daily.Calmar), Known(daily.Deviation * Math.Sqrt(Performance.DaysPerYear)),
            daily.Observations == 0 ? null : daily.MaxDrawdown, _input.Equity.Count < 2 ? null : all.MaxDrawdown, hasFall ? _days[peak].Time_ms : null, hasFall ? _days[trough].Time_ms : null,
            hasFall && recovery >= 0 ? _days[recovery].Time_ms : null, Known(daily.PositiveShare),
            [.. _days.Skip(1).Select((day, i) => new ReportedDay(DayText(day.Time_ms), day.Equity.ToString(), flows[i + 1].ToString(), Known(daily.Returns[i])))]);
    }

    /// <summary>A thinned curve of at most a few hundred points; it includes the point of the deepest drawdown.</summary>
    public IReadOnlyList<ReportedEquity> Curve()
    {
        Performance all = Measure(_input.Equity).Figures;
        int count = _input.Equity.Count, stride = Math.Max(1, count / CurvePointsMax), trough = count == 0 ? 0 : all.DeepestFall.Trough;
        return
        [
            .. Enumerable.Range(0, count).Where(i => i % stride == 0 || i == count - 1 || i == trough)
                .Select(i => new ReportedEquity(_input.Equity[i].Time_ms, _input.Equity[i].Equity.ToDouble(), all.Drawdowns[i])),
        ];
    }

    /// <summary>A flow belongs to the interval that ends at the first point after the flow.</summary>
    private (Performance Figures, Money[] Flows) Measure(IReadOnlyList<EquityRecord> points)
    {
        var flows = new Money[points.Count];
        int next = 0;
        foreach (IncomeRecord flow in _flows.OrderBy(row => row.Time_ms))
        {
            while (next < points.Count && points[next].Time_ms < flow.Time_ms)
                next++;
            if (next < points.Count)
                flows[next] += flow.Amount;
        }

        Dictionary<int, double> byIndex = [];
        for (int i = 1; i < flows.Length; i++)
        {
            if (!flows[i].IsZero)
                byIndex[i] = flows[i].ToDouble();
        }

        return (Performance.Of([.. points.Select(point => point.Equity.ToDouble())], byIndex), flows);
    }

    private static long DayOf(long time_ms) => UnixTime.FloorTo(time_ms, UnixTime.MillisecondsPerDay);

    private static string DayText(long time_ms) => UnixTime.ToDateTimeOffset(time_ms).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
