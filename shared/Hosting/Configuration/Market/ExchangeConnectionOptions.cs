using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Market;

/// <summary>Endpoints of the exchange in each mode, and the market of the simulated exchange.</summary>
public sealed record ExchangeConnectionOptions
{
    [Key("REST address in mode testnet.", Pattern = "https?://.+")]
    public string TestnetRest { get; init; } = "https://demo-fapi.binance.com";

    [Key("Stream address in mode testnet.", Pattern = "wss?://.+")]
    public string TestnetStreams { get; init; } = "wss://demo-fstream.binance.com";

    [Key("REST address in mode live, and for public market data when data.source is live.", Pattern = "https?://.+")]
    public string LiveRest { get; init; } = "https://fapi.binance.com";

    [Key("Stream address in mode live, and for public market data when data.source is live.", Pattern = "wss?://.+")]
    public string LiveStreams { get; init; } = "wss://fstream.binance.com";

    [Key("Market of the simulated exchange: model (seeded, needs no data), upstream (the live prices of venue.upstream), or a file or folder of recorded klines, archives or captures.")]
    public string Market { get; init; } = "model";

    [Key("REST address of the exchange that market upstream mirrors; needs clock.speed 1 and an empty clock.start.", Pattern = "https?://.+")]
    public string Upstream { get; init; } = "https://fapi.binance.com";

    [Key("Number of contracts of the market model, or of the largest contracts of the upstream exchange.", Min = 1, Max = 2_000)]
    public int Symbols { get; init; } = 10;

    [Key("Seed of the market model; the same seed gives the same market.", Min = 0, Max = int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Key("Time limit of a REST call in real ms; the call then fails, and for an order the outcome is unknown.", Min = 100, Max = 600_000)]
    public int CallTimeout_ms { get; init; } = 10_000;

    [Key("recvWindow of signed calls in ms at clock speed 1; scaled with the speed, at most 60000.", Min = 100, Max = 60_000)]
    public int ReceiveWindow_ms { get; init; } = 5_000;
}
