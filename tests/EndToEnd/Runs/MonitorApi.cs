using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Platform.EndToEnd.Runs;

/// <summary>The monitor's HTTP API as a script uses it.</summary>
internal sealed class MonitorApi : IDisposable
{
    private readonly HttpClient _http;

    public MonitorApi(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<JsonElement> GetAsync(string path) => JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(path));

    /// <summary>Null while the monitor does not answer.</summary>
    public async Task<JsonElement?> TryGetAsync(string path)
    {
        try
        {
            return await GetAsync(path);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public Task<string> TextAsync(string path) => _http.GetStringAsync(path);

    public async Task<JsonElement> CommandAsync(string id, string kind, string account = "")
    {
        string body = JsonSerializer.Serialize(new { commandId = id, kind, account, reason = "test" });
        using HttpResponseMessage reply = await _http.PostAsync("/api/v1/commands", new StringContent(body, Encoding.UTF8, "application/json"));
        return JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();
}
