using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.TestKit.Files;

namespace Platform.Conformance.Errors;

/// <summary>One error: the steps that cause it, of which the last one is refused. With options, the steps run on a separate venue.</summary>
internal sealed record Provocation(int Code, int Status, string Text, IReadOnlyList<string> Steps, IReadOnlyList<string> Options)
{
    /// <summary>True when the message matches the text of the catalogue, in which `*` matches any text; case and a final full stop are ignored.</summary>
    public bool Fits(string message) => Regex.IsMatch(message, "^" + Regex.Escape(Text.TrimEnd('.')).Replace("\\*", ".*", StringComparison.Ordinal), RegexOptions.IgnoreCase);
}

/// <summary>`errors.json`: the steps that cause each error, the reason why other errors are only injected, and the codes of the specification.</summary>
internal static partial class ErrorCatalogue
{
    public static IReadOnlyList<Provocation> Provoked() => [.. Root().GetProperty("provoked").EnumerateArray().Select(row => new Provocation(
        row.GetProperty("code").GetInt32(), row.GetProperty("status").GetInt32(), row.GetProperty("text").GetString()!,
        Texts(row.GetProperty("do")), row.TryGetProperty("venue", out JsonElement options) ? Texts(options) : []))];

    /// <summary>Codes that no request causes here, each with its reason; a fault injects them.</summary>
    public static IReadOnlyDictionary<int, string> Played() => Root().GetProperty("played").EnumerateArray()
        .SelectMany(row => row.GetProperty("codes").EnumerateArray().Select(code => (Code: code.GetInt32(), Reason: row.GetProperty("reason").GetString()!)))
        .ToDictionary(pair => pair.Code, pair => pair.Reason);

    /// <summary>Every code in the first column of the specification's table of errors; of a range, the codes that have a text.</summary>
    public static IReadOnlySet<int> Listed()
    {
        string text = File.ReadAllText(RecordedData.Spec("binance-usdm.md"));
        string section = text[text.IndexOf("## 6. Error codes", StringComparison.Ordinal)..text.IndexOf("## 7. ", StringComparison.Ordinal)];
        var codes = new SortedSet<int>();
        foreach (string line in section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            string column = line.Split('|')[1];
            int[] found = [.. Code().Matches(column).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
            codes.UnionWith(found);
            if (column.Contains("-1114…-1120", StringComparison.Ordinal))
                codes.UnionWith(Enumerable.Range(-1120, 7));
        }

        return codes;
    }

    private static IReadOnlyList<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    [GeneratedRegex("-[0-9]{4}")]
    private static partial Regex Code();

    private static JsonElement Root() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.Path("tests", "Conformance", "errors.json")));
}
