using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;

namespace Platform.EndToEnd.Runs;

/// <summary>One account queried directly at the exchange, without the platform, as the reference for comparisons.</summary>
internal sealed class VenueAccount : IDisposable
{
    private readonly BinanceRest _rest;
    private readonly BinanceAccountClient _account;
    private readonly BinanceOrderClient _orders;

    private VenueAccount(BinanceRest rest)
    {
        _rest = rest;
        _account = new BinanceAccountClient(rest);
        _orders = new BinanceOrderClient(rest);
    }

    public static async Task<VenueAccount> OpenAsync(PlatformRun run, string account)
    {
        using var http = new HttpClient();
        JsonElement anchor = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync($"http://{run.VenueAddress}/venue/v1/clock"));
        double speed = anchor.GetProperty("speed").GetDouble();
        var clock = new VirtualClock(new ClockAnchor(anchor.GetProperty("realStartMs").GetInt64(), anchor.GetProperty("virtualStartMs").GetInt64(), speed));
        return new VenueAccount(new BinanceRest(
            BinanceEndpoints.Mock(run.VenueAddress), BinanceRestOptions.ForSpeed(speed), new LocalWeightGate(clock, new WeightGateOptions()), clock, TimeProvider.System,
            new ApiKey($"mock-{account}", $"mock-secret-{account}")));
    }

    public async Task<AccountTotals> TotalsAsync() => Require(await _account.GetAccountAsync(CancellationToken.None));

    public async Task<IReadOnlyList<PositionRisk>> PositionsAsync() => Require(await _account.GetPositionsAsync(null, CancellationToken.None));

    public async Task<IReadOnlyList<VenueOrder>> OrdersAsync(string symbol) =>
        Require(await _orders.GetAllOrdersAsync(symbol, null, null, 1000, CancellationToken.None));

    public void Dispose() => _rest.Dispose();

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new InvalidOperationException(result.Fault.Message);
}
