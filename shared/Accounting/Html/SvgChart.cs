using System.Globalization;
using System.Net;
using System.Text;
using Platform.Primitives.Time;

namespace Platform.Accounting.Html;

/// <summary>Charts as inline SVG: no script, no network. Colours are those of the page's theme.</summary>
internal static class SvgChart
{
    private const int Width = 960, Height = 240, Left = 86, Right = 14, Top = 12, Bottom = 30, Ticks = 4;

    /// <summary>A line over time. The area between the line and zero is filled; when zero is outside the axis, the area down to the lower edge.</summary>
    public static string Line(string title, IReadOnlyList<(long Time_ms, double Value)> points, Func<double, string> text, string colour)
    {
        if (points.Count < 2)
            return Empty(title);
        long first_ms = points[0].Time_ms, last_ms = Math.Max(points[^1].Time_ms, first_ms + 1);
        var scale = new Scale(points.Min(point => point.Value), points.Max(point => point.Value));
        var path = new StringBuilder();
        foreach ((long time_ms, double value) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(N(X(time_ms))).Append(' ').Append(N(scale.Y(value)));
        string area = $"{path}L{N(X(last_ms))} {N(scale.Base)}L{N(X(first_ms))} {N(scale.Base)}Z";
        var svg = Begin(title).Append(scale.Grid(text));
        for (int i = 0; i <= Ticks; i++)
        {
            long time_ms = first_ms + (last_ms - first_ms) * i / Ticks;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(X(time_ms))}\" y=\"{Height - 8}\" text-anchor=\"{(i == 0 ? "start" : i == Ticks ? "end" : "middle")}\">{TimeText(time_ms, last_ms - first_ms)}</text>");
        }

        return svg.Append($"<path class=\"area\" style=\"fill:var(--{colour})\" d=\"{area}\"/><path class=\"line\" style=\"stroke:var(--{colour})\" d=\"{path}\"/></svg>").ToString();

        double X(long time_ms) => Left + (time_ms - first_ms) / (double)(last_ms - first_ms) * (Width - Left - Right);
    }

    /// <summary>One bar for each name, above or below zero.</summary>
    /// <param name="isCost">True when values above zero are costs; they are then shown in the colour of losses.</param>
    public static string Bars(string title, IReadOnlyList<(string Name, double Value)> bars, Func<double, string> text, bool isCost)
    {
        if (bars.Count == 0)
            return Empty(title);
        var scale = new Scale(Math.Min(0, bars.Min(bar => bar.Value)), Math.Max(0, bars.Max(bar => bar.Value)));
        StringBuilder svg = Begin(title).Append(scale.Grid(text));
        double step = (Width - Left - Right) / (double)bars.Count, wide = Math.Min(46, step * 0.7);
        int every = Math.Max(1, (int)Math.Ceiling(bars.Count * 78.0 / (Width - Left - Right)));
        for (int i = 0; i < bars.Count; i++)
        {
            (string name, double value) = bars[i];
            double middle = Left + step * (i + 0.5), y = scale.Y(value), zero = scale.Y(0);
            string colour = value >= 0 == isCost ? "loss" : "gain";
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(middle - wide / 2)}\" y=\"{N(Math.Min(y, zero))}\" width=\"{N(wide)}\" height=\"{N(Math.Max(1, Math.Abs(y - zero)))}\" style=\"fill:var(--{colour})\"><title>{WebUtility.HtmlEncode(name)}: {text(value)}</title></rect>");
            if (i % every == 0)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(middle)}\" y=\"{Height - 8}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(string title) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"<h3>{WebUtility.HtmlEncode(title)}</h3><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">");

    private static string Empty(string title) => $"<h3>{WebUtility.HtmlEncode(title)}</h3><p class=\"empty\">Nothing recorded in this period.</p>";

    private static string TimeText(long time_ms, long span_ms) =>
        UnixTime.ToDateTimeOffset(time_ms).ToString(span_ms > 3 * UnixTime.MillisecondsPerDay ? "yyyy-MM-dd" : "MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The vertical axis: maps values to pixels and draws the grid lines.</summary>
    private sealed class Scale
    {
        private readonly double _low;
        private readonly double _high;

        public Scale(double low, double high)
        {
            // A constant series is drawn in the middle of the chart.
            double margin = high > low ? (high - low) * 0.06 : Math.Max(Math.Abs(high) * 1e-4, 1e-9);
            (_low, _high) = (low == 0 ? 0 : low - margin, high == 0 ? 0 : high + margin);
            if (_high <= _low)
                _high = _low + margin;
        }

        public double Base => Y(Math.Clamp(0, _low, _high));

        public double Y(double value) => Top + (_high - value) / (_high - _low) * (Height - Top - Bottom);

        public string Grid(Func<double, string> text)
        {
            var grid = new StringBuilder();
            for (int i = 0; i <= Ticks; i++)
            {
                double value = _low + (_high - _low) * i / Ticks;
                grid.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{N(Y(value))}\" y2=\"{N(Y(value))}\"/><text x=\"{Left - 8}\" y=\"{N(Y(value) + 4)}\" text-anchor=\"end\">{text(value)}</text>");
            }

            return grid.ToString();
        }
    }
}
