using System.CommandLine;
using System.Globalization;
using System.Text;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Lines;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Settings;

/// <summary>The options of `platform stream`. The command line has priority over the environment variable, and that over the default.</summary>
internal sealed class StreamArguments
{
    private const int SymbolsMax = 200;

    private readonly Option<string[]> _symbol = new("--symbol") { Description = "Contracts, such as ETHUSDT or ETHUSDT,BTCUSDT [SYMBOL; default ETHUSDT]" };
    private readonly Option<string?> _url = new("--url") { Description = "WebSocket address; streams in it override --symbol [WS_URL; default: the exchange]" };
    private readonly Option<string?> _input = new("--input") { Description = "Read this file instead of a live stream: a capture, or a CSV of aggTrades; either may be gzipped" };
    private readonly Option<bool> _demo = new("--demo") { Description = "Start the simulated exchange and stream from it; needs no network" };
    private readonly Option<string?> _json = new("--json") { Description = "Also write each printed line as JSON to this file; with --print-every 1, one line for every accepted trade" };
    private readonly Option<string?> _printEvery = new("--print-every") { Description = "Accepted trades of a symbol between two CVD lines [PRINT_EVERY; default 100]" };
    private readonly Option<string?> _queueSize = new("--queue-size") { Description = "CVD lines that may wait for a slow console; beyond it the oldest lines are dropped, never a trade [QUEUE_SIZE; default 1024]" };
    private readonly Option<string?> _heartbeat = new("--heartbeat-timeout") { Description = "Seconds without a trade after which the connection is renewed [HEARTBEAT_TIMEOUT; default 60]" };
    private readonly Option<string?> _backoff = new("--backoff-max") { Description = "Longest wait between attempts to connect, seconds [BACKOFF_MAX; default 30]" };
    private readonly Option<string?> _level = new("--log-level") { Description = "DEBUG, INFO, WARNING or ERROR [LOG_LEVEL; default INFO]" };
    private readonly Option<string?> _stat = new("--stat-every") { Description = "Time between two [STAT] lines, such as 30 or 5m [STAT_EVERY; default 60]" };
    private readonly Option<string?> _duration = new("--duration") { Description = "Stop after this time, such as 90, 90s, 15m or 2h [DURATION; default: until Ctrl-C]" };
    private readonly Option<string?> _side = new("--side-from") { Description = "flag: the exchange's side, or the tick rule when it is missing; tick: always the tick rule [SIDE_FROM; default flag]" };
    private readonly Option<string?> _zMode = new("--z-mode") { Description = "level: CVD against its last 300 values; delta: each trade against a robust scale [Z_MODE; default level]" };
    private readonly Option<string?> _reset = new("--reset") { Description = "When CVD starts from zero: never, daily_utc or on_gap [CVD_RESET; default never]" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Show a live table with sparklines instead of lines" };
    private readonly Option<string?> _metrics = new("--metrics-port") { Description = "Serve Prometheus metrics and the state as JSON on this port of 127.0.0.1 [METRICS_PORT; default: off]" };

    public StreamArguments AddTo(Command command)
    {
        foreach (Option option in new Option[] { _symbol, _url, _input, _demo, _json, _printEvery, _queueSize, _heartbeat, _backoff, _level, _stat, _duration, _side, _zMode, _reset, _watch, _metrics })
            command.Add(option);
        return this;
    }

    /// <summary>Reads the settings. A fault states the option or variable, its value, what was expected and what to do.</summary>
    public Result<StreamSettings> Read(ParseResult parsed, IReadOnlyDictionary<string, string> environment)
    {
        var texts = new OptionTexts(environment);
        string? given = parsed.GetValue(_symbol) is { Length: > 0 } listed ? string.Join(',', listed) : null;
        string? symbolText = texts.Text("--symbol", "SYMBOL", given);
        IReadOnlyList<string> symbols = texts.Symbols(symbolText, SymbolsMax);
        var settings = new StreamSettings
        {
            Symbols = symbols,
            InputPath = parsed.GetValue(_input),
            IsDemo = parsed.GetValue(_demo),
            JsonPath = parsed.GetValue(_json),
            IsWatched = parsed.GetValue(_watch),
            PrintEvery = texts.Whole("--print-every", "PRINT_EVERY", parsed.GetValue(_printEvery), 100, 1, int.MaxValue, "to print no lines use --log-level WARNING"),
            QueueSize = texts.Whole("--queue-size", "QUEUE_SIZE", parsed.GetValue(_queueSize), 1_024, 1, 1_000_000, "it bounds the lines that wait for the console"),
            HeartbeatTimeout = texts.Time("--heartbeat-timeout", "HEARTBEAT_TIMEOUT", parsed.GetValue(_heartbeat), 60) ?? default,
            BackoffMax = texts.Time("--backoff-max", "BACKOFF_MAX", parsed.GetValue(_backoff), 30) ?? default,
            StatEvery = texts.Time("--stat-every", "STAT_EVERY", parsed.GetValue(_stat), 60) ?? default,
            Duration = texts.Time("--duration", "DURATION", parsed.GetValue(_duration), null),
            LogLevel = texts.Choice("--log-level", "LOG_LEVEL", parsed.GetValue(_level), ("INFO", LogLevel.Info), ("DEBUG", LogLevel.Debug), ("WARNING", LogLevel.Warning), ("ERROR", LogLevel.Error)),
            UsesTickRule = texts.Choice("--side-from", "SIDE_FROM", parsed.GetValue(_side), ("flag", false), ("tick", true)),
            Cvd = new CvdOptions(
                texts.Choice("--z-mode", "Z_MODE", parsed.GetValue(_zMode), ("level", ZMode.Level), ("delta", ZMode.Delta)),
                texts.Choice("--reset", "CVD_RESET", parsed.GetValue(_reset), ("never", CvdReset.Never), ("daily_utc", CvdReset.DailyUtc), ("on_gap", CvdReset.OnGap))),
            MetricsPort = texts.OptionalPort("--metrics-port", "METRICS_PORT", parsed.GetValue(_metrics)),
        };
        return texts.Problems.Length > 0 ? Invalid(texts.Problems.ToString().TrimEnd()) : Source(settings, parsed, texts);
    }

    /// <summary>Selects the one source of trades, with its symbols.</summary>
    private Result<StreamSettings> Source(StreamSettings settings, ParseResult parsed, OptionTexts texts)
    {
        if (settings.IsDemo && settings.InputPath is not null)
            return Invalid("--demo and --input are two sources of trades; use only one of them.");
        if (parsed.GetValue(_url) is not null && (settings.IsDemo || settings.InputPath is not null))
            return Invalid($"--url and {(settings.IsDemo ? "--demo" : "--input")} are two sources of trades; use only one of them.");
        if (settings.InputPath is not null)
            return settings.IsWatched ? Invalid("--watch shows a live stream; use it without --input.") : settings;
        if (settings.Symbols.Count == 0)
            settings = settings with { Symbols = ["ETHUSDT"] };
        if (settings.IsDemo)
            return settings;
        if (texts.Text("--url", "WS_URL", parsed.GetValue(_url)) is not { } url)
            return settings with { Address = TradeStreamAddress.Of(TradeStreamAddress.DefaultHost, settings.Symbols).Address };
        return TradeStreamAddress.Parse(url, settings.Symbols).Then<StreamSettings>(address =>
            settings with { Address = address.Address, Symbols = address.Symbols, AddressWarning = address.Warning });
    }

    private static Fault Invalid(string text) => new(FaultKind.Invalid, text);

    /// <summary>Converts texts to values; collects every problem, so that all can be corrected together.</summary>
    private sealed class OptionTexts(IReadOnlyDictionary<string, string> environment)
    {
        public StringBuilder Problems { get; } = new();

        /// <summary>The text of an option; an empty variable counts as not set.</summary>
        public string? Text(string option, string variable, string? given) =>
            given ?? (environment.TryGetValue(variable, out string? text) && text.Length > 0 ? text : null);

        public IReadOnlyList<string> Symbols(string? text, int most)
        {
            string[] symbols = [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(symbol => symbol.ToUpperInvariant()).Distinct()];
            if (text is not null && (symbols.Length == 0 || symbols.Length > most || symbols.Any(symbol => symbol.Length > 20 || !symbol.All(letter => char.IsLetterOrDigit(letter) || letter == '_'))))
                Complain("--symbol", "SYMBOL", text, $"expected 1 to {most} contracts such as ETHUSDT,BTCUSDT");
            return symbols;
        }

        public int Whole(string option, string variable, string? given, int otherwise, int least, int most, string remedy)
        {
            if (Text(option, variable, given) is not { } text)
                return otherwise;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
                return value;
            Complain(option, variable, text, $"expected a whole number of at least {least}{(most < int.MaxValue ? $" and at most {most}" : "")}; {remedy}");
            return otherwise;
        }

        public int? OptionalPort(string option, string variable, string? given) =>
            Text(option, variable, given) is null ? null : Whole(option, variable, given, 0, 1, 65_535, "choose a free port");

        public TimeSpan? Time(string option, string variable, string? given, double? otherwise_s)
        {
            if (Text(option, variable, given) is not { } text)
                return otherwise_s is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            double unit_s = text[^1] switch { 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 1 };
            string number = char.IsAsciiLetter(text[^1]) && text[^1] is 's' or 'm' or 'h' or 'd' ? text[..^1] : text;
            if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unit_s is >= 0.001 and <= 2_000_000)
                return TimeSpan.FromSeconds(value * unit_s);
            Complain(option, variable, text, "expected a time above 0 and at most 23 days, in seconds or with a unit, such as 90, 90s, 15m or 2h");
            return null;
        }

        public T Choice<T>(string option, string variable, string? given, params (string Name, T Value)[] choices)
        {
            if (Text(option, variable, given) is not { } text)
                return choices[0].Value;
            foreach ((string name, T value) in choices)
            {
                if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            Complain(option, variable, text, $"expected {string.Join(", ", choices.Select(choice => choice.Name))}");
            return choices[0].Value;
        }

        private void Complain(string option, string variable, string text, string expected) => Problems.AppendLine($"{option} (or the environment variable {variable}) is '{text}': {expected}.");
    }
}
