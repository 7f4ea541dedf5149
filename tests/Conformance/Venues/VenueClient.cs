using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Conformance.Venues;

/// <summary>One account of a venue over HTTP. It signs the bytes that it sends and uses the venue's time.</summary>
internal sealed class VenueClient(string host, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{host}"), Timeout = TimeSpan.FromSeconds(10) };

    public string Key => key;

    public string Host => host;

    public static string Sign(string text, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>The venue's time, Unix ms.</summary>
    public async Task<long> TimeAsync() => (await PublicAsync("GET", "/fapi/v1/time")).Body.GetProperty("serverTime").GetInt64();

    /// <summary>A call without signature; it has the API key, which the venue ignores for calls that need none.</summary>
    public Task<VenueAnswer> PublicAsync(string method, string pathAndQuery) => SendAsync(method, pathAndQuery, null, key);

    public async Task<VenueAnswer> SignedAsync(string method, string path, string parameters = "", Signing signing = default)
    {
        string text = $"{parameters}{(parameters.Length > 0 ? "&" : "")}timestamp={await TimeAsync() + signing.Shift_ms}";
        string signature = Sign(text, signing.Secret ?? VenueUnderTest.SecretOf(key));
        return await SendAsync(method, $"{path}?{text}&signature={signature}", null, signing.Key ?? key);
    }

    /// <summary>A call of the venue's own control API.</summary>
    public Task<VenueAnswer> ControlAsync(string method, string path, string json) => SendAsync(method, path, new StringContent(json, Encoding.UTF8, "application/json"), key);

    public void Dispose() => _http.Dispose();

    private async Task<VenueAnswer> SendAsync(string method, string pathAndQuery, HttpContent? body, string sender)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), pathAndQuery) { Content = body };
        if (sender.Length > 0)
            request.Headers.Add("X-MBX-APIKEY", sender);
        if (pathAndQuery.StartsWith("/venue/", StringComparison.Ordinal) && body is not null)
            request.Headers.Add("Authorization", $"Bearer {VenueUnderTest.Token}");
        using HttpResponseMessage response = await _http.SendAsync(request);
        return new VenueAnswer((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync()));
    }
}

/// <summary>How a request differs from a correct one: its time, and its secret or key if they are not those of the account.</summary>
internal readonly record struct Signing(long Shift_ms, string? Secret, string? Key);

/// <summary>One response: status and body.</summary>
internal sealed record VenueAnswer(int Status, JsonElement Body)
{
    /// <summary>The error code; 0 when there is no error.</summary>
    public int Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out JsonElement code) && code.ValueKind == JsonValueKind.Number ? code.GetInt32() : 0;

    public string Text(string name) => Body.GetProperty(name).ToString();
}
