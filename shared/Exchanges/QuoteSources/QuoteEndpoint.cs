using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>Whose prices an address gives: never compared with each other.</summary>
public enum QuoteEnvironment : byte
{
    /// <summary>Real markets.</summary>
    Main,

    /// <summary>The exchanges' test networks, whose prices mean nothing elsewhere.</summary>
    Test,

    /// <summary>The simulated exchange.</summary>
    Simulated,
}

/// <summary>Where the public quotes of one exchange are.</summary>
/// <param name="Exchange">One of <see cref="Exchanges"/>.</param>
/// <param name="Rest">Scheme, host and port.</param>
/// <param name="Socket">The whole address for the exchanges with one path; scheme, host and port for binance.</param>
public sealed record QuoteEndpoint(string Exchange, QuoteEnvironment Environment, Uri Rest, Uri Socket)
{
    /// <summary>Path and query: data is binary, in version 1 of the published schema.</summary>
    private const string ParadexSocket = "/v1?sbeSchemaId=1&sbeSchemaVersion=1";

    /// <summary>Exchanges that have a feed.</summary>
    public static IReadOnlyList<string> Exchanges { get; } = ["binance", "hyperliquid", "okx", "paradex"];

    /// <summary>The published hosts (other-venues.md §1.1, §2.1, §3.1); a region is eea or us and exists for okx only.</summary>
    public static Result<QuoteEndpoint> Find(string exchange, QuoteEnvironment environment, string region = "")
    {
        bool isTest = environment == QuoteEnvironment.Test;
        if (region.Length > 0 && (exchange != "okx" || region is not ("eea" or "us")))
            return new Fault(FaultKind.Invalid, $"the region '{region}' of {exchange} is not known; expected eea or us, for okx only.");
        if (region == "us" && isTest)
            return new Fault(FaultKind.Invalid, "okx has no published test host in the region us; use the region eea or none.");
        string place = region == "eea" ? "eea" : region;
        return exchange switch
        {
            "okx" => new QuoteEndpoint(exchange, environment, new($"https://{(place.Length > 0 ? place : "www")}.okx.com"), new($"wss://{(isTest ? $"ws{place}pap" : $"ws{place}")}.okx.com:8443/ws/v5/public")),
            "hyperliquid" => Of(exchange, environment, isTest ? "https://api.hyperliquid-testnet.xyz" : "https://api.hyperliquid.xyz", "/ws"),
            "paradex" => Paradex(environment, isTest ? "testnet" : "prod"),
            "binance" => new QuoteEndpoint(exchange, environment, new(isTest ? "https://demo-fapi.binance.com" : "https://fapi.binance.com"), new(isTest ? "wss://fstream.binancefuture.com" : "wss://fstream.binance.com")),
            _ => new Fault(FaultKind.Invalid, $"the exchange '{exchange}' is not known; expected one of {string.Join(", ", Exchanges)}."),
        };
    }

    /// <summary>A simulated exchange at HOST:PORT, without TLS.</summary>
    public static QuoteEndpoint Simulated(string exchange, string hostAndPort) =>
        Of(exchange, QuoteEnvironment.Simulated, $"http://{hostAndPort}", exchange switch { "okx" => "/ws/v5/public", "hyperliquid" => "/ws", "paradex" => ParadexSocket, _ => "/" });

    /// <summary>A fault when the addresses belong to different environments: their prices must not be compared.</summary>
    public static Fault? FindMixture(IReadOnlyList<QuoteEndpoint> endpoints)
    {
        QuoteEndpoint? other = endpoints.FirstOrDefault(endpoint => endpoint.Environment != endpoints[0].Environment);
        return other is null
            ? null
            : new Fault(FaultKind.Invalid, $"{endpoints[0].Exchange} is {Text(endpoints[0])} and {other.Exchange} is {Text(other)}: prices of different environments must not be compared; use one environment for all.");
    }

    private static QuoteEndpoint Paradex(QuoteEnvironment environment, string network) =>
        new("paradex", environment, new Uri($"https://api.{network}.paradex.trade"), new Uri($"wss://ws.api.{network}.paradex.trade{ParadexSocket}"));

    private static QuoteEndpoint Of(string exchange, QuoteEnvironment environment, string rest, string path)
    {
        var address = new Uri(rest);
        string scheme = address.Scheme == "https" ? "wss" : "ws";
        return new QuoteEndpoint(exchange, environment, address, new Uri($"{scheme}://{address.Authority}{path}"));
    }

    private static string Text(QuoteEndpoint endpoint) => endpoint.Environment.ToString().ToLowerInvariant();
}
