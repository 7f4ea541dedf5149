using System.CommandLine;
using System.Globalization;
using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes.Settings;

/// <summary>The options that `platform quotes` and `platform scan` share.</summary>
internal sealed class QuoteArguments
{
    private const int SymbolsMax = 200;

    private readonly Option<string[]> _exchanges = new("--exchanges") { Description = $"Exchanges to follow: {string.Join(", ", QuoteEndpoint.Exchanges)} [default okx,hyperliquid; with --demo all]" };
    private readonly Option<string[]> _symbols = new("--symbols") { Description = "Coins, such as BTC/USDT,ETH/USDT or BTC,ETH: perpetual contracts against any dollar [default BTC/USDT,ETH/USDT]" };
    private readonly Option<bool> _demo = new("--demo") { Description = "Start simulated exchanges and follow those; needs no network" };
    private readonly Option<string[]> _at = new("--at") { Description = "Follow a simulated exchange at an address, as EXCHANGE=HOST:PORT, such as okx=127.0.0.1:5081; repeat for each" };
    private readonly Option<bool> _test = new("--test") { Description = "The exchanges' test networks instead of their real markets; they are never mixed" };
    private readonly Option<string?> _region = new("--okx-region") { Description = "Hosts of OKX for a region: eea or us" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Show a table that is redrawn in place instead of lines" };
    private readonly Option<string?> _json = new("--json") { Description = "Write JSON lines to this file, too" };
    private readonly Option<string?> _record = new("--record") { Description = "Write everything that arrives to this file, too, compressed when it ends with .gz; --replay reads it" };
    private readonly Option<string[]> _replay = new("--replay") { Description = "Read captures instead of exchanges: FILE, or EXCHANGE:FILE when its messages do not show the exchange", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double?> _speed = new("--speed") { Description = "Of a replay, as a multiple of real time; 0 reads as fast as possible [default 1]" };
    private readonly Option<string?> _duration = new("--duration") { Description = "Stop after this time, such as 90, 90s, 15m or 2h [default: until Ctrl-C]" };

    public QuoteArguments AddTo(Command command)
    {
        foreach (Option option in new Option[] { _exchanges, _symbols, _demo, _at, _test, _region, _watch, _json, _record, _replay, _speed, _duration })
            command.Add(option);
        return this;
    }

    /// <param name="least">How many exchanges are needed.</param>
    public Result<QuoteSettings> Read(ParseResult parsed, int least)
    {
        bool isDemo = parsed.GetValue(_demo);
        string[] exchanges = [.. List(parsed.GetValue(_exchanges)).Select(name => name.ToLowerInvariant()).Distinct()];
        QuoteCaptureFile[] replayed = [.. (parsed.GetValue(_replay) ?? []).Select(text => QuoteCaptureFile.Parse(text, QuoteEndpoint.Exchanges))];
        if (exchanges.Length == 0)
            exchanges = isDemo || replayed.Length > 0 ? [.. QuoteEndpoint.Exchanges] : ["okx", "hyperliquid"];
        if (exchanges.FirstOrDefault(name => !QuoteEndpoint.Exchanges.Contains(name)) is { } stranger)
            return Invalid($"--exchanges '{stranger}' is not known; expected {string.Join(", ", QuoteEndpoint.Exchanges)}.");
        if (exchanges.Length < least)
            return Invalid($"--exchanges names {exchanges.Length}; expected at least {least} to compare, such as okx,hyperliquid.");
        var symbols = new List<string>();
        foreach (string text in List(parsed.GetValue(_symbols)) is { Length: > 0 } given ? given : replayed.Length > 0 ? [] : ["BTC/USDT", "ETH/USDT"])
        {
            if (CanonicalSymbol.Parse(text) is not { } symbol)
                return Invalid($"--symbols '{text}' is not a coin against a dollar; expected text such as BTC/USDT, BTCUSDT or BTC.");
            if (!symbols.Contains(symbol))
                symbols.Add(symbol);
        }

        if (symbols.Count > SymbolsMax)
            return Invalid($"--symbols names {symbols.Count}; expected at most {SymbolsMax}.");
        if (!ReadDuration(parsed.GetValue(_duration)).TryGet(out TimeSpan[]? duration, out Fault? fault))
            return fault;
        var settings = new QuoteSettings
        {
            Exchanges = exchanges,
            Symbols = symbols,
            IsDemo = isDemo,
            IsWatched = parsed.GetValue(_watch),
            JsonPath = parsed.GetValue(_json),
            RecordPath = parsed.GetValue(_record),
            Replayed = replayed,
            Speed = parsed.GetValue(_speed) ?? 1,
            Duration = duration.Length > 0 ? duration[0] : null,
        };
        return WhyNot(settings, parsed) is { } contradiction ? contradiction : replayed.Length > 0 ? settings : Locate(settings, parsed);
    }

    private Fault? WhyNot(QuoteSettings settings, ParseResult parsed)
    {
        bool isReplay = settings.Replayed.Count > 0;
        if (isReplay && (settings.IsDemo || settings.RecordPath is not null || parsed.GetValue(_test) || parsed.GetValue(_region) is not null || List(parsed.GetValue(_at)).Length > 0))
            return Invalid("--replay reads files only; omit --demo, --record, --at, --test and --okx-region, or omit --replay.");
        if (!isReplay && parsed.GetValue(_speed) is not null)
            return Invalid("--speed is the speed of a replay; add --replay FILE, or omit it.");
        return double.IsFinite(settings.Speed) && settings.Speed >= 0 ? null : Invalid($"--speed {settings.Speed.ToString(CultureInfo.InvariantCulture)} is not a speed; expected 0 or more, such as 1, 60 or 0 for as fast as possible.");
    }

    /// <summary>The address of each exchange; one environment for all.</summary>
    private Result<QuoteSettings> Locate(QuoteSettings settings, ParseResult parsed)
    {
        var simulated = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in List(parsed.GetValue(_at)))
        {
            string[] parts = text.Split('=');
            if (parts.Length != 2 || !Uri.TryCreate($"http://{parts[1]}", UriKind.Absolute, out Uri? address) || address.AbsolutePath != "/")
                return Invalid($"--at '{text}' is not EXCHANGE=HOST:PORT; expected text such as okx=127.0.0.1:5081.");
            if (!settings.Exchanges.Contains(parts[0]))
                return Invalid($"--at '{text}': '{parts[0]}' is not one of --exchanges {string.Join(",", settings.Exchanges)}; add it there, or omit this address.");
            simulated[parts[0]] = parts[1];
        }

        if (settings.IsDemo)
        {
            return simulated.Count == 0 && !parsed.GetValue(_test) && parsed.GetValue(_region) is null
                ? settings
                : Invalid("--demo starts its own exchanges; omit --at, --test and --okx-region, or omit --demo.");
        }

        var endpoints = new List<QuoteEndpoint>();
        foreach (string exchange in settings.Exchanges)
        {
            Result<QuoteEndpoint> found = simulated.TryGetValue(exchange, out string? place)
                ? QuoteEndpoint.Simulated(exchange, place)
                : QuoteEndpoint.Find(exchange, parsed.GetValue(_test) ? QuoteEnvironment.Test : QuoteEnvironment.Main, exchange == "okx" ? parsed.GetValue(_region) ?? "" : "");
            if (!found.TryGet(out QuoteEndpoint? endpoint, out Fault? fault))
                return fault;
            endpoints.Add(endpoint);
        }

        return QuoteEndpoint.FindMixture(endpoints) is { } mixture ? mixture : settings with { Endpoints = endpoints };
    }

    /// <summary>None or one.</summary>
    private static Result<TimeSpan[]> ReadDuration(string? text)
    {
        if (text is null)
            return Array.Empty<TimeSpan>();
        double unit_s = text.Length > 0 ? text[^1] switch { 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 1 } : 1;
        return double.TryParse(text.TrimEnd('s', 'm', 'h', 'd'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unit_s is >= 0.001 and <= 2_000_000
            ? new[] { TimeSpan.FromSeconds(value * unit_s) }
            : Invalid($"--duration '{text}' is not a time; expected seconds or a number with a unit, such as 90, 90s, 15m or 2h.");
    }

    private static string[] List(string[]? texts) =>
        [.. (texts ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Fault Invalid(string message) => new(FaultKind.Invalid, message);
}
