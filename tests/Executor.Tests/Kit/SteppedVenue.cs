using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Primitives.Numbers;
using Platform.TestKit.Clocks;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Kit;

/// <summary>The simulated exchange as the process it is, with a clock that stands until the test steps it.</summary>
internal sealed class SteppedVenue : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _control;
    private IReadOnlyList<Instrument> _instruments = [];

    private SteppedVenue(ChildProcess process, HttpClient control, BinanceEndpoints endpoints) => (_process, _control, Endpoints) = (process, control, endpoints);

    public BinanceEndpoints Endpoints { get; }

    /// <summary>Shows the exchange's time.</summary>
    public ManualClock Clock { get; private set; } = new();

    public IReadOnlyList<string> Symbols => [.. _instruments.Select(instrument => instrument.Symbol).Order(StringComparer.Ordinal)];

    public static async Task<SteppedVenue> StartAsync(int symbols)
    {
        int port = FreePort.Next();
        ChildProcess process = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--symbols", $"{symbols}", "--token", "stepped", "--paused", "--start", "2025-05-05T07:30:00Z", "--weight-limit", "1000000", "--order-limit", "1000000"]);
        BinanceEndpoints endpoints = BinanceEndpoints.Mock($"127.0.0.1:{port}");
        var control = new HttpClient { BaseAddress = endpoints.Rest };
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "stepped");
        var venue = new SteppedVenue(process, control, endpoints);
        await Eventually.TrueAsync(async () => await venue.TryNowAsync() is not null);
        venue.Clock = ManualClock.At((await venue.TryNowAsync())!.Value);
        await venue.StepAsync(5_000);
        using BinanceRest rest = venue.Rest(new ApiKey("none", "none"));
        venue._instruments = (await new BinanceMarketClient(rest).GetInstrumentsAsync(CancellationToken.None)).Value;
        return venue;
    }

    /// <summary>On the contract's grid, of about that notional at mark.</summary>
    public async Task<Quantity> QuantityOfAsync(string symbol, int notional)
    {
        using BinanceRest rest = Rest(new ApiKey("none", "none"));
        Price mark = (await new BinanceMarketClient(rest).GetPremiumIndexAsync(symbol, CancellationToken.None)).Value[0].MarkPrice;
        Quantity step = _instruments.First(instrument => instrument.Symbol == symbol).CoarserLot().Step;
        return Quantity.Max(step, Quantity.FromUnits((long)(notional / mark.ToDouble() * Quantity.One)).TruncateTo(step));
    }

    public static BinanceRestOptions RestOptions { get; } = new(60_000, TimeSpan.FromSeconds(20));

    /// <summary>The clock stands: a limit by minutes would never end.</summary>
    public static WeightGateOptions NoLimits { get; } = new(WeightPerMinute: 100_000_000, OrdersPerTenSeconds: 1_000_000, OrdersPerMinute: 1_000_000);

    public BinanceTradingRest Rest(ApiKey key) => new(Endpoints, RestOptions, new LocalWeightGate(Clock, NoLimits), Clock, TimeProvider.System, key);

    public async Task<ApiKey> OpenAccountAsync(string name, string balance)
    {
        await PostAsync("/venue/v1/accounts", new { account = name, secret = $"secret-{name}", balance });
        return new ApiKey(name, $"secret-{name}");
    }

    public async Task StepAsync(long step_ms)
    {
        await PostAsync("/venue/v1/actions", new { action = "step", stepMs = step_ms });
        long now_ms = (await TryNowAsync())!.Value;
        Clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(now_ms));
    }

    /// <summary>False when the exchange refuses, such as a transfer of more than is there.</summary>
    public async Task<bool> TryAsync(object action)
    {
        using HttpResponseMessage reply = await _control.PostAsJsonAsync("/venue/v1/actions", action);
        return reply.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.DisposeAsync();
    }

    private async Task PostAsync(string path, object body)
    {
        using HttpResponseMessage reply = await _control.PostAsJsonAsync(path, body);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {await reply.Content.ReadAsStringAsync()}");
    }

    private async Task<long?> TryNowAsync()
    {
        try
        {
            using JsonDocument clock = JsonDocument.Parse(await _control.GetStringAsync("/venue/v1/clock"));
            return clock.RootElement.GetProperty("nowMs").GetInt64();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
