using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.Archives.Rows;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Bars;

/// <summary>Reads the aggTrades of a recorded combined stream; other streams only advance the exchange clock.</summary>
internal static class CaptureFile
{
    /// <summary>Passes the valid trades of one symbol, or of all, to the visitor, each with the exchange clock (the highest E so far).</summary>
    public static Result<CaptureSpan> Read(string path, RowCounts counts, Func<string, AggTrade, bool> visit)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var lines = new StreamReader(content, Encoding.UTF8);
            var span = new CaptureSpan(long.MaxValue, long.MinValue);
            for (long number = 1; lines.ReadLine() is { } line; number++)
            {
                int brace = line.IndexOf('{', StringComparison.Ordinal);
                if (brace < 0)
                    continue;
                if (!ReadLine(line.AsMemory(brace), ref span, counts, visit, out string? problem))
                    return span;
                if (problem is not null)
                    counts.AddBad(path, number, problem);
            }

            return span;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Corrupt, $"cannot read {path}: {broken.Message}");
        }
    }

    private static bool ReadLine(ReadOnlyMemory<char> json, ref CaptureSpan span, RowCounts counts, Func<string, AggTrade, bool> visit, out string? problem)
    {
        problem = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            JsonElement data = root.TryGetProperty("data", out JsonElement inner) ? inner : root;
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("e", out JsonElement kind))
                return true;
            if (data.TryGetProperty("E", out JsonElement clock))
                span = span.With(clock.GetInt64());
            if (!kind.ValueEquals("aggTrade"))
                return true;
            counts.Rows++;
            AggTrade trade = Trade(data);
            if (trade.IsValid && trade.LastTradeId >= trade.FirstTradeId)
                return visit(data.GetProperty("s").GetString()!, trade);
            problem = string.Create(CultureInfo.InvariantCulture, $"aggTrade {trade.Id} has price {trade.Price} and quantity {trade.Quantity}; expected positive amounts");
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problem = $"not a message of a combined stream: {malformed.Message}";
        }

        return true;
    }

    private static AggTrade Trade(JsonElement data)
    {
        if (!Price.TryParse(data.GetProperty("p").GetString(), out Price price) || !Quantity.TryParse(data.GetProperty("q").GetString(), out Quantity quantity))
            throw new FormatException("price or quantity is not a decimal number with at most 8 decimals");
        return new AggTrade(
            data.GetProperty("a").GetInt64(), price, quantity, data.GetProperty("f").GetInt64(), data.GetProperty("l").GetInt64(), data.GetProperty("T").GetInt64(), data.GetProperty("m").GetBoolean());
    }
}

/// <summary>The exchange time of the first and the last message of a capture, Unix ms.</summary>
internal readonly record struct CaptureSpan(long First_ms, long Last_ms)
{
    public CaptureSpan With(long clock_ms) => new(Math.Min(First_ms, clock_ms), Math.Max(Last_ms, clock_ms));
}
