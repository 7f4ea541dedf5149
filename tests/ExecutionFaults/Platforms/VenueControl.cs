using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.ExecutionFaults.Platforms;

/// <summary>The Venue past the platform: its control API, and what it says about the account.</summary>
internal sealed class VenueControl : IDisposable
{
    private readonly HttpClient _control;
    private readonly BinanceTradingRest _rest;

    private VenueControl(HttpClient control, BinanceTradingRest rest, ClockAnchor anchor)
    {
        (_control, _rest, Anchor) = (control, rest, anchor);
        (Market, Account, Orders, Entry) = (new BinanceMarketClient(rest), new BinanceAccountClient(rest), new BinanceOrderClient(rest), new BinanceOrderEntry(rest));
    }

    public ClockAnchor Anchor { get; }

    public BinanceMarketClient Market { get; }

    public BinanceAccountClient Account { get; }

    public BinanceOrderClient Orders { get; }

    /// <summary>Places orders that the platform does not know.</summary>
    public BinanceOrderEntry Entry { get; }

    public static async Task<VenueControl> OpenAsync(int port, string token, ApiKey key)
    {
        var control = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using JsonDocument answer = JsonDocument.Parse(await control.GetStringAsync(new Uri("/venue/v1/clock", UriKind.Relative)));
        JsonElement root = answer.RootElement;
        var anchor = new ClockAnchor(root.GetProperty("realStartMs").GetInt64(), root.GetProperty("virtualStartMs").GetInt64(), root.GetProperty("speed").GetDouble());
        var clock = new VirtualClock(anchor);
        var rest = new BinanceTradingRest(
            BinanceEndpoints.Mock($"127.0.0.1:{port}"), BinanceRestOptions.ForSpeed(anchor.Speed), new LocalWeightGate(clock, new WeightGateOptions(WeightPerMinute: 1_000_000)), clock, TimeProvider.System, key);
        return new VenueControl(control, rest, anchor);
    }

    public async Task<IReadOnlyList<string>> SymbolsAsync() =>
        [.. (await Market.GetInstrumentsAsync(CancellationToken.None)).Value.Select(instrument => instrument.Symbol).Order(StringComparer.Ordinal)];

    /// <summary>Best ask, for an order of somebody else.</summary>
    public async Task<Result<IReadOnlyList<BestQuote>>> QuoteAsync(string symbol) => await Market.GetBestQuotesAsync(symbol, CancellationToken.None);

    /// <summary>The Venue's answer; a refusal of a fault or an action, such as a liquidation of nothing, is an answer too.</summary>
    public Task<string> AddFaultAsync(string json) => PostAsync("/venue/v1/faults", json);

    public Task<string> TransferAsync(string account, int amount) =>
        PostAsync("/venue/v1/actions", string.Create(CultureInfo.InvariantCulture, $$"""{"action":"transfer","account":"{{account}}","amount":"{{amount}}"}"""));

    public async Task ClearFaultsAsync()
    {
        using HttpResponseMessage reply = await _control.DeleteAsync(new Uri("/venue/v1/faults", UriKind.Relative));
        Check.That(reply.IsSuccessStatusCode, $"the Venue does not end its faults: {(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
    }

    public void Dispose()
    {
        _control.Dispose();
        _rest.Dispose();
    }

    private async Task<string> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage reply = await _control.PostAsync(new Uri(path, UriKind.Relative), body);
        return await reply.Content.ReadAsStringAsync();
    }
}
