using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Http;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Server;
using Platform.Venue.Server.Control;
using Platform.Venue.Server.Options;

namespace Platform.Venue.Tests.Server;

/// <summary>One response of the venue: status, headers, body.</summary>
internal sealed record Answer(int Status, JsonElement Body, HttpResponseMessage Response)
{
    public int Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out JsonElement code) ? code.GetInt32() : 0;

    public string Header(string name) => Response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.Single() : "";
}

/// <summary>A real venue on a free loopback port, with clients that sign requests.</summary>
internal sealed class TestVenue : IAsyncDisposable
{
    private readonly VenueProcess _process;

    private TestVenue(VenueProcess process)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://{process.Endpoint}") };
    }

    public HttpClient Http { get; }

    public VenueProcess Process => _process;

    public string Sockets => $"ws://{_process.Endpoint}";

    public static async Task<TestVenue> StartAsync(Func<VenueOptions, VenueOptions>? change = null, TimeProvider? real = null)
    {
        var options = new VenueOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Accounts = [new("AK", "SK", Money.Of(100_000)), new("BK", "BS", Money.Of(100_000))],
            Exchange = new ExchangeOptions { Symbols = 3, Seed = 7 },
            Token = new BearerToken("T"),
        };
        return new TestVenue((await VenueProcess.StartAsync(change?.Invoke(options) ?? options, real ?? TimeProvider.System, NullLoggerFactory.Instance)).Value);
    }

    public async Task<Answer> GetAsync(string path, string? key = null) => await SendAsync(HttpMethod.Get, path, null, key);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? body, string? key, string? bearer = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", key);
        if (bearer is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        HttpResponseMessage response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, JsonDocument.Parse(text).RootElement.Clone(), response);
    }

    /// <summary>A call of the control API whose response is not used.</summary>
    public Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer T");
        return Http.SendAsync(request);
    }

    /// <summary>Signs as the official connector does: everything in the query, an empty body of JSON type.</summary>
    public async Task<Answer> SignedAsync(string method, string path, string parameters = "", string key = "AK", string secret = "SK")
    {
        string text = $"{parameters}{(parameters.Length > 0 ? "&" : "")}timestamp={await TimeAsync()}&recvWindow=60000";
        StringContent? body = method is "POST" or "PUT" ? new StringContent("", Encoding.UTF8, "application/json") : null;
        return await SendAsync(new HttpMethod(method), $"{path}?{text}&signature={Sign(text, secret)}", body, key);
    }

    /// <summary>Signs as ccxt does: a form body, not encoded.</summary>
    public async Task<Answer> FormAsync(string method, string path, string parameters, string key = "AK", string secret = "SK")
    {
        string text = $"timestamp={await TimeAsync()}&recvWindow=10000&{parameters}";
        var body = new StringContent($"{text}&signature={Sign(text, secret)}", Encoding.UTF8, "application/x-www-form-urlencoded");
        return await SendAsync(new HttpMethod(method), path, body, key);
    }

    public Task<Answer> OrderAsync(string parameters, string key = "AK", string secret = "SK") => SignedAsync("POST", "/fapi/v1/order", parameters, key, secret);

    public async Task<long> TimeAsync() => (await GetAsync("/fapi/v1/time")).Body.GetProperty("serverTime").GetInt64();

    public async Task<string> ListenKeyAsync(string key = "AK") => (await SendAsync(HttpMethod.Post, "/fapi/v1/listenKey", null, key)).Body.GetProperty("listenKey").GetString()!;

    public Task<StreamClient> OpenAsync(string path) => StreamClient.OpenAsync(Sockets + path);

    public static string Sign(string text, string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>Limits that no test reaches by accident.</summary>
    public static VenueOptions Generous(VenueOptions options) =>
        options with { Limits = new VenueLimits { Weight = 1_000_000, OrdersPer10Seconds = 100_000, OrdersPerMinute = 100_000, InboundPerSecond = 10 }, Sockets = new SocketOptions() };
}
