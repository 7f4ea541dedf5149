using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Faults;

/// <summary>Client of the fault control interface of the run's simulated exchange (docs/guides/venue.md).</summary>
internal sealed class VenueFaults : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_limit };
    private readonly string _address;

    public VenueFaults(string venueHttp, BearerToken token)
    {
        _address = $"{venueHttp}/venue/v1/faults";
        _http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(token.Header);
    }

    /// <summary>The JSON of the answer. Invalid with the exchange's own message when it refuses, Unavailable when it does not answer.</summary>
    /// <param name="query">Empty, or ?id=N.</param>
    public async Task<Result<JsonElement>> SendAsync(HttpMethod method, string query, JsonObject? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, _address + query);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancel);
            JsonElement answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancel));
            return response.IsSuccessStatusCode ? answer : new Fault(FaultKind.Invalid, answer.GetProperty("msg").GetString()!);
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException or KeyNotFoundException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, $"the simulated exchange at {_address} does not answer: {silent.Message} Check with platform status whether the platform runs.");
        }
    }

    public void Dispose() => _http.Dispose();
}
