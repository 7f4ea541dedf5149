using System.Globalization;
using System.Text.Json.Serialization;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Places;

namespace Platform.Hosting.Environments;

/// <summary>
/// The identity of one environment: its mode, exchange, source of market data and, in mock, its market,
/// accounts and clock. It is written once, when the environment is created; every process compares it with its configuration at start.
/// </summary>
public sealed record EnvironmentIdentity
{
    public const int CurrentSchema = 1;

    /// <summary>Used instead of an address: the exchange of a mock session is the simulated exchange with its state in the same folder.</summary>
    public const string Simulated = "simulated";

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>mock, testnet or live.</summary>
    public required string Mode { get; init; }

    /// <summary>True when fills are simulated on paper.</summary>
    public bool DryRun { get; init; }

    /// <summary>REST address of the exchange that receives the orders, or <see cref="Simulated"/>.</summary>
    public required string Exchange { get; init; }

    /// <summary>REST address of the source of market data, or <see cref="Simulated"/>.</summary>
    public required string MarketData { get; init; }

    /// <summary>Mock only: model, upstream, or the absolute path of a recording.</summary>
    public string Market { get; init; } = "";

    /// <summary>Mock only: number of contracts of the model or of the upstream exchange.</summary>
    public int Symbols { get; init; }

    /// <summary>Mock only: seed of the market model.</summary>
    public int Seed { get; init; }

    /// <summary>Platform seconds per real second; 1 outside mock.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Mock only: the accounts of the simulated exchange, as id:balance in USDT.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Platform time at the creation of the environment, Unix ms.</summary>
    public long Epoch_ms { get; init; }

    /// <summary>Real time at the creation of the environment, Unix ms.</summary>
    public long CreatedAt_ms { get; init; }

    /// <summary>The identity of a start with this configuration, without epoch and creation time.</summary>
    /// <param name="root">Base folder of relative paths of the configuration.</param>
    public static EnvironmentIdentity Of(PlatformConfiguration configuration, string root)
    {
        ExchangeConnectionOptions venue = configuration.Venue;
        var addresses = new PlatformAddresses(configuration);
        string exchange = configuration.Mode == PlatformMode.Mock ? Simulated : addresses.Trading.Rest.OriginalString;
        var identity = new EnvironmentIdentity
        {
            Mode = configuration.Mode.ToString().ToLowerInvariant(),
            DryRun = configuration.DryRun,
            Exchange = exchange,
            MarketData = addresses.MarketData == addresses.Trading ? exchange : addresses.MarketData.Rest.OriginalString,
        };
        if (configuration.Mode != PlatformMode.Mock)
            return identity;
        bool isRecording = venue.Market is not ("model" or "upstream");
        return identity with
        {
            Market = isRecording ? Path.GetFullPath(Path.Combine(root, venue.Market)) : venue.Market,
            Symbols = isRecording ? 0 : venue.Symbols,
            Seed = isRecording ? 0 : venue.Seed,
            Speed = configuration.Clock.Speed,
            Accounts = [.. configuration.Accounts.Select(account => string.Create(CultureInfo.InvariantCulture, $"{account.Id}:{account.InitialBalance}"))],
        };
    }

    /// <summary>Each property in which a start differs from the identity of the folder, with its configuration key; empty without differences.</summary>
    public IReadOnlyList<string> DifferencesTo(EnvironmentIdentity given) =>
    [
        .. new[]
        {
            Difference("mode", Mode, given.Mode, "mode"),
            Difference("dry run", DryRun, given.DryRun, "dry_run"),
            Difference("exchange", Exchange, given.Exchange, $"venue.{Mode}_rest"),
            Difference("source of market data", MarketData, given.MarketData, "data.source"),
            Difference("market", Market, given.Market, "venue.market, --market"),
            Difference("number of symbols", Symbols, given.Symbols, "venue.symbols, --symbols"),
            Difference("seed", Seed, given.Seed, "venue.seed, --seed"),
            Difference("clock speed", Speed, given.Speed, "clock.speed, --speed"),
            Difference("list of accounts", string.Join(" ", Accounts), string.Join(" ", given.Accounts), "accounts"),
        }.OfType<string>(),
    ];

    /// <summary>A short text for messages.</summary>
    public override string ToString()
    {
        string paper = DryRun ? ", dry run" : "";
        if (Exchange != Simulated)
            return $"{Mode} at {Exchange}{paper}";
        string contracts = Symbols > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {Symbols} symbols, seed {Seed}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Mode}, market {Market}{contracts}, speed {Speed}{paper}");
    }

    private static string? Difference<T>(string name, T kept, T given, string keys) =>
        EqualityComparer<T>.Default.Equals(kept, given) ? null : string.Create(CultureInfo.InvariantCulture, $"its {name} is '{kept}', the configuration of this start has '{given}' ({keys})");
}

/// <summary>The exchange account of one executor's files; written at its first start, after a query to the exchange.</summary>
/// <param name="Account">The account's id in the configuration.</param>
/// <param name="Uid">The exchange's id of the account, equal for all of its API keys.</param>
public sealed record AccountIdentity(string Account, string Uid);

/// <summary>JSON of the identity files; unknown properties are refused.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnvironmentIdentity))]
[JsonSerializable(typeof(AccountIdentity))]
internal sealed partial class IdentityJson : JsonSerializerContext;
