using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Quotes;

/// <summary>Public requests of quote exchanges: one attempt, ten seconds, JSON in and out. Any thread.</summary>
internal sealed class PublicRest(HttpClient http)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public Task<Result<T>> GetAsync<T>(Uri address, Func<JsonElement, T> read, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), read, cancel);

    public Task<Result<T>> PostAsync<T>(Uri address, string json, Func<JsonElement, T> read, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) }, read, cancel);

    private async Task<Result<T>> SendAsync<T>(Func<HttpRequestMessage> build, Func<JsonElement, T> read, CancellationToken cancel)
    {
        using HttpRequestMessage request = build();
        string place = $"{request.Method} {request.RequestUri}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_limit);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, limit.Token);
            byte[] body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            if (!response.IsSuccessStatusCode)
                return new Fault(FaultKind.Rejected, $"{place} answered {(int)response.StatusCode}: {Shorten(body)}", (int)response.StatusCode >= 500 || (int)response.StatusCode == 429);
            using JsonDocument document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            string why = failed is OperationCanceledException ? $"no answer within {s_limit.TotalSeconds:0} s" : failed.Message;
            return new Fault(FaultKind.Unavailable, $"{place} failed: {why}", IsTransient: true);
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Fault(FaultKind.Corrupt, $"{place} answered an unexpected body: {odd.Message}");
        }
    }

    private static string Shorten(byte[] body)
    {
        string text = System.Text.Encoding.UTF8.GetString(body);
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}

/// <summary>Fields of the exchanges' lists; numbers are exact, from text or from numbers.</summary>
internal static class InstrumentFields
{
    /// <summary>Empty when the field is absent or null.</summary>
    public static string TextOf(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.String ? field.GetString()! : "";

    /// <summary>Null when the field is absent, null or empty.</summary>
    public static decimal? DecimalOf(this JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out JsonElement field))
            return null;
        string text = field.ValueKind == JsonValueKind.String ? field.GetString()! : field.ValueKind == JsonValueKind.Number ? field.GetRawText() : "";
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;
    }
}
