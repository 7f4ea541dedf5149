using System.Globalization;
using System.Net;
using System.Text;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Platform.Primitives.Time;

namespace Platform.Cli.VolumeSpread.Results;

/// <summary>Writes a daily report as one HTML page without scripts or external content.</summary>
internal static class DailyReportPage
{
    private const int Width = 960;

    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1100px; padding: 0 1rem; color: #1d2530; background: #fff; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        table { border-collapse: collapse; } th, td { padding: .2rem .7rem; border-bottom: 1px solid #e2e6ec; text-align: right; font-variant-numeric: tabular-nums; }
        th:first-child, td:first-child, td.text, th.text { text-align: left; } th { font-weight: 600; color: #566274; }
        .ribbons td { padding: .15rem .5rem; } svg { display: block; } .note { color: #566274; }
        .key span { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 1rem; vertical-align: -.05rem; }
        </style>
        """;

    public static string Write(DailyReport report, IReadOnlyList<BarInterval> timeframes)
    {
        string day = UnixTime.ToText(report.From_ms)[..10];
        var html = new StringBuilder(Head);
        html.Append(CultureInfo.InvariantCulture, $"<title>Volume spread, {day}</title></head><body><h1>Volume spread, {day} UTC</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{report.Bars} closed bars; preset {VolumeSpreadPreset.Standard}. To measure the returns after the signals, run <code>platform vpa evaluate</code>.</p>");
        Signals(html, report, timeframes);
        Ribbons(html, report);
        Changes(html, report);
        Agreement(html, report);
        return html.Append("</body></html>\n").ToString();
    }

    private static void Signals(StringBuilder html, DailyReport report, IReadOnlyList<BarInterval> timeframes)
    {
        html.Append("<h2>Signals</h2><table><tr><th>signal</th><th class=\"text\">Coulling's name</th>");
        foreach (BarInterval timeframe in timeframes)
            html.Append(CultureInfo.InvariantCulture, $"<th>{timeframe}</th>");
        html.Append("</tr>");
        for (int i = 0; i < SignalNames.Count; i++)
        {
            var kind = (SignalKind)i;
            string coulling = kind.CoullingName() == kind.Name() ? "" : kind.CoullingName();
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{kind.Name()}</td><td class=\"text\">{coulling}</td>");
            foreach (BarInterval timeframe in timeframes)
                html.Append(CultureInfo.InvariantCulture, $"<td>{report.Count(kind, timeframe)}</td>");
            html.Append("</tr>");
        }

        html.Append("</table><p class=\"note\">The names are Wyckoff's. Coulling uses the names of the two climaxes the other way round.</p>");
    }

    private static void Ribbons(StringBuilder html, DailyReport report)
    {
        html.Append("<h2>Phases</h2><p class=\"key\">");
        foreach (WyckoffPhase phase in Enum.GetValues<WyckoffPhase>())
            html.Append(CultureInfo.InvariantCulture, $"<span style=\"background:{Colour(phase)}\"></span>{phase.Name()}");
        html.Append("</p><table class=\"ribbons\">");
        double scale = Width / (double)(report.To_ms - report.From_ms);
        foreach ((string symbol, BarInterval timeframe, IReadOnlyList<PhaseStretch> stretches) in report.Ribbons)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(symbol)}</td><td>{timeframe}</td><td><svg width=\"{Width}\" height=\"12\" role=\"img\" aria-label=\"phases of {Text(symbol)} {timeframe}\">");
            foreach (PhaseStretch stretch in stretches)
            {
                double x = (stretch.From_ms - report.From_ms) * scale, width = (stretch.To_ms - stretch.From_ms) * scale;
                html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" width=\"{width:0.##}\" height=\"12\" fill=\"{Colour(stretch.Phase)}\"><title>{Time(stretch.From_ms)} to {Time(stretch.To_ms)}: {stretch.Phase.Name()}</title></rect>");
            }

            html.Append("</svg></td></tr>");
        }

        html.Append("</table>");
    }

    private static void Changes(StringBuilder html, DailyReport report)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>Phase changes ({report.Changes.Count})</h2><table><tr><th>UTC</th><th class=\"text\">symbol</th><th>timeframe</th><th class=\"text\">from</th><th class=\"text\">to</th><th>confidence</th></tr>");
        foreach (PhaseChange change in report.Changes.OrderBy(change => change.Close_ms).ThenBy(change => change.Symbol, StringComparer.Ordinal).ThenBy(change => change.Timeframe.Minutes))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Time(change.Close_ms)}</td><td class=\"text\">{Text(change.Symbol)}</td><td>{change.Timeframe}</td><td class=\"text\">{change.From.Name()}</td><td class=\"text\">{change.To.Name()}</td><td>{change.Confidence:0.00}</td></tr>");
        }

        html.Append("</table>");
    }

    private static void Agreement(StringBuilder html, DailyReport report)
    {
        html.Append("<h2>Alignment of timeframes</h2><table><tr><th>symbol</th><th>mean alignment</th><th>mean consistency</th></tr>");
        foreach ((string symbol, double alignment, double consistency) in report.Agreement)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(symbol)}</td><td>{alignment:+0.00;-0.00;0.00}</td><td>{consistency:0.00}</td></tr>");
        html.Append("</table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(long unix_ms) => UnixTime.ToText(unix_ms)[11..16];

    private static string Colour(WyckoffPhase phase) => phase switch
    {
        WyckoffPhase.Accumulation => "#8ecae6",
        WyckoffPhase.Markup => "#2a9d8f",
        WyckoffPhase.Distribution => "#f4b183",
        WyckoffPhase.Markdown => "#c8553d",
        _ => "#d5dae1",
    };
}
