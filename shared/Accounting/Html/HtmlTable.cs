using System.Globalization;
using System.Net;
using System.Text;
using Platform.Primitives.Time;

namespace Platform.Accounting.Html;

/// <summary>Tables and figures of a page as HTML. All text is HTML-encoded.</summary>
internal static class HtmlTable
{
    private const string Unknown = "–";

    public static string Of(string title, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, int textColumns = 1)
    {
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<h3>{Encode(title)}</h3>");
        string[] made = [.. rows.Select(row => string.Concat(row.Select((cell, i) => $"<td{(i < textColumns ? "" : Sign(cell))}>{Encode(cell)}</td>")))];
        if (made.Length == 0)
            return html.Append("<p class=\"empty\">Nothing recorded in this period.</p>").ToString();
        html.Append("<div class=\"scroll\"><table><thead><tr>").AppendJoin("", headings.Select((heading, i) => $"<th{(i < textColumns ? "" : " class=\"number\"")}>{Encode(heading)}</th>"));
        return html.Append("</tr></thead><tbody>").AppendJoin("", made.Select(row => $"<tr>{row}</tr>")).Append("</tbody></table></div>").ToString();
    }

    /// <param name="isGrey">True when the figure is computed from too few observations; it is then shown in grey.</param>
    public static string Figure(string name, string value, bool isGrey = false) =>
        $"<div class=\"figure{(isGrey ? " grey" : "")}\"><span class=\"name\">{Encode(name)}</span><span class=\"value\">{Encode(value)}</span>{(isGrey ? "<span class=\"name\">insufficient</span>" : "")}</div>";

    /// <summary>Exact decimal text, truncated to the given number of decimals for display.</summary>
    public static string Amount(string? text, int decimals = 2) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value.ToString("N" + decimals, CultureInfo.InvariantCulture) : Unknown;

    public static string Number(double? value, int decimals = 2) => value is { } known ? known.ToString("N" + decimals, CultureInfo.InvariantCulture) : Unknown;

    public static string Percent(double? value, int decimals = 2) => value is { } known ? (100 * known).ToString("N" + decimals, CultureInfo.InvariantCulture) + " %" : Unknown;

    public static string Time(long? unix_ms) => unix_ms is > 0 and { } known ? UnixTime.ToDateTimeOffset(known).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Unknown;

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Sign(string cell) => cell.StartsWith('-') ? " class=\"number minus\"" : " class=\"number\"";
}
