using System.CommandLine;
using System.Globalization;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Sessions;

/// <summary>The options of a start; each overrides one key of the configuration, as its environment variable would.</summary>
internal sealed class UpOptions
{
    /// <summary>The base of the ports in the default configuration.</summary>
    private const int DefaultPortBase = 5000;

    private readonly PlaceOptions _place = new();
    private readonly Option<string?> _market = new("--market") { Description = "model, upstream, or a file or folder of recorded klines, archives or captures (mock)." };
    private readonly Option<double?> _speed = new("--speed") { Description = "Platform seconds per real second (mock)." };
    private readonly Option<int?> _symbols = new("--symbols") { Description = "Contracts of the market model (mock)." };
    private readonly Option<int?> _seed = new("--seed") { Description = "Seed of the market model (mock)." };
    private readonly Option<int?> _portBase = new("--port-base") { Description = "Shifts every port by N - 5000, so that several platforms can run on one machine." };
    private readonly Option<bool> _noWeb = new("--no-web") { Description = "Start without the monitor and its page." };

    private readonly Option<bool> _keepState = new("--keep-state") { Description = "Continue the newest mock session with its settings and state: exchange, clock, accounts, orders, positions and every ledger." };

    public UpOptions AddTo(Command command)
    {
        _place.AddTo(command);
        foreach (Option option in new Option[] { _market, _speed, _symbols, _seed, _portBase, _noWeb, _keepState })
            command.Add(option);
        return this;
    }

    public bool WithMonitor(ParseResult parsed) => !parsed.GetValue(_noWeb);

    public bool KeepsState(ParseResult parsed) => parsed.GetValue(_keepState);

    public Result<RunFolder> Read(ParseResult parsed)
    {
        Dictionary<string, string> overrides = new(StringComparer.Ordinal);
        if (parsed.GetValue(_market) is { } market)
            overrides["PLATFORM__VENUE__MARKET"] = market == "model" ? market : Path.GetFullPath(market);
        if (parsed.GetValue(_speed) is { } speed)
            overrides["PLATFORM__CLOCK__SPEED"] = Text(speed);
        if (parsed.GetValue(_symbols) is { } symbols)
            overrides["PLATFORM__VENUE__SYMBOLS"] = Text(symbols);
        if (parsed.GetValue(_seed) is { } seed)
            overrides["PLATFORM__VENUE__SEED"] = Text(seed);
        if (parsed.GetValue(_portBase) is { } portBase)
            overrides["PLATFORM__NETWORK__PORT_SHIFT"] = Text(portBase - DefaultPortBase);
        foreach ((string name, string value) in ProcessSetup.Environment())
        {
            if (name.StartsWith("PLATFORM__", StringComparison.Ordinal))
                overrides.TryAdd(name, value);
        }

        Result<RunFolder> given = RunFolder.ForStart(parsed.GetValue(_place.Root)!, parsed.GetValue(_place.Config)!, overrides);
        return KeepsState(parsed) ? given.Then(folder => Continued(folder, parsed, overrides)) : given;
    }

    /// <summary>The settings of the session's first start apply; other settings on the command line are an error.</summary>
    private Result<RunFolder> Continued(RunFolder given, ParseResult parsed, Dictionary<string, string> overrides)
    {
        foreach ((string name, string value) in EnvironmentOpening.SettingsToContinue(given))
            overrides.TryAdd(name, value);
        return RunFolder.ForStart(parsed.GetValue(_place.Root)!, parsed.GetValue(_place.Config)!, overrides);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
