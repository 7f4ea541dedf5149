using System.Text.Json;
using Platform.TestKit.Files;

namespace Platform.Conformance.Shapes;

/// <summary>One recorded or documented response: its source, the request and the response.</summary>
internal sealed record Fixture(string Source, string Method, string Path, string Query, JsonElement Answer);

/// <summary>Reads the recordings of ../shared/data.</summary>
internal static class Fixtures
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static bool AreHere => RecordedData.Has("binance-usdm-rest");

    /// <summary>Recorded requests of the public endpoints: {"query","response"}; the file name contains the path.</summary>
    public static IEnumerable<Fixture> Recorded()
    {
        foreach (string file in RecordedData.FilesOf("binance-usdm-rest/recorded", "*__GET_*.json"))
        {
            JsonElement json = Parse(File.ReadAllText(file));
            string name = System.IO.Path.GetFileNameWithoutExtension(file);
            string path = "/" + name[..name.IndexOf("__", StringComparison.Ordinal)].Replace("ticker_", "ticker/", StringComparison.Ordinal)
                .Replace("futures_data_", "futures/data/", StringComparison.Ordinal).Replace("fapi_v1_", "fapi/v1/", StringComparison.Ordinal);
            yield return new Fixture("recorded/" + name, "GET", path, json.GetProperty("query").GetString()!, json.GetProperty("response"));
        }
    }

    /// <summary>Whole responses of exchangeInfo from 2021 and 2025.</summary>
    public static IEnumerable<Fixture> ExchangeInfos() =>
        RecordedData.FilesOf("binance-usdm-rest", "exchangeInfo-*.json").Select(file =>
            new Fixture("recorded/" + System.IO.Path.GetFileNameWithoutExtension(file), "GET", "/fapi/v1/exchangeInfo", "", Parse(File.ReadAllText(file))));

    /// <summary>Documented responses: three lines with method, path and whether the request is signed, then the body.</summary>
    public static IEnumerable<Fixture> Endpoints() => RecordedData.FilesOf("binance-fixtures/Endpoints/UsdFutures", "*.txt").Select(file =>
    {
        string[] lines = File.ReadAllLines(file);
        return new Fixture("rest/" + Name(file), lines[0].Trim(), lines[1].Trim(), "", Parse(string.Join('\n', lines[3..])));
    });

    /// <summary>Documented responses of the WebSocket API: the request after `>`, the response after `=`.</summary>
    public static IEnumerable<Fixture> Sockets() => RecordedData.FilesOf("binance-fixtures/Socket/UsdFutures", "*.txt").Select(file =>
    {
        (string asked, string answer) = Split(File.ReadAllText(file));
        return new Fixture("ws-api/" + Name(file), Parse(asked).GetProperty("method").GetString()!, "", "", Parse(answer));
    });

    /// <summary>Documented events of streams, without their envelope.</summary>
    public static IEnumerable<Fixture> Events()
    {
        foreach (string file in RecordedData.FilesOf("binance-fixtures/Subscriptions/UsdFutures", "*.txt"))
        {
            string text = File.ReadAllText(file);
            if (text.StartsWith(">1", StringComparison.Ordinal))
                continue; // two subscriptions together: the events are those of Klines
            JsonElement envelope = Parse(Split(text).Answer);
            yield return new Fixture("stream/" + Name(file), "", "", envelope.GetProperty("stream").GetString()!, envelope.GetProperty("data"));
        }
    }

    private static (string Asked, string Answer) Split(string text)
    {
        int equals = text.IndexOf("\n=", StringComparison.Ordinal);
        int ack = text.IndexOf("\n<", StringComparison.Ordinal);
        return (text[1..(ack > 0 && ack < equals ? ack : equals)], text[(equals + 2)..]);
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, Lenient);
        return document.RootElement.Clone();
    }

    private static string Name(string file) => System.IO.Path.GetFileNameWithoutExtension(file);
}
