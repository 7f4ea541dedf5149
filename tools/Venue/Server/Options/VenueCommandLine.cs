using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Platform.Http;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Server.Control;

namespace Platform.Venue.Server.Options;

/// <summary>The command line of the venue: its options, their help, and one clear message for each mistake.</summary>
internal static class VenueCommandLine
{
    private static readonly Option<string?> Config = new("--config") { Description = "JSON file with any of these options, such as {\"symbols\": 20, \"account\": [\"KEY:SECRET:1000\"], \"fault\": [{\"type\": \"lost_answer\"}]}; the command line goes before it" };
    private static readonly Option<string> Listen = new("--listen") { Description = "Address and port to listen on", DefaultValueFactory = _ => "127.0.0.1:5080" };
    private static readonly Option<string[]> Account = new("--account") { Description = "An account as KEY:SECRET:BALANCE or KEY:SECRET:BALANCE:TIER (fee tier 0 to 9); SECRET may be @FILE with an RSA or Ed25519 public key (PEM)" };
    private static readonly Option<string> Market = new("--market") { Description = "model, klines, captures, archives, upstream, or a folder of recordings", DefaultValueFactory = _ => "model" };
    private static readonly Option<string?> MarketPath = new("--market-path") { Description = "Folder, file or address of the market source" };
    private static readonly Option<string?> Upstream = new("--upstream") { Description = "Address of the exchange that --market upstream mirrors, such as http://127.0.0.1:5080 or https://fapi.binance.com" };
    private static readonly Option<int> Symbols = new("--symbols") { Description = "Number of symbols; 0 = 10 of the model, all of a recording" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of everything random", DefaultValueFactory = _ => 1UL };
    private static readonly Option<int> History = new("--history") { Description = "Ended orders an account keeps at most; fills and incomes twice, aggregate trades of a symbol five times as many", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<double> Speed = new("--speed") { Description = "Virtual seconds per real second; 0 = as fast as possible", DefaultValueFactory = _ => 1d };
    private static readonly Option<bool> Paused = new("--paused") { Description = "Begin with the clock standing, to be stepped or let go by POST /venue/v1/actions" };
    private static readonly Option<string> Queue = new("--queue") { Description = "How clients' orders move up in a recorded book when quantity ahead is cancelled: pro-rata or behind", DefaultValueFactory = _ => "pro-rata" };
    private static readonly Option<string?> Start = new("--start") { Description = "Virtual start: ISO time or Unix milliseconds" };
    private static readonly Option<string?> State = new("--state") { Description = "File that keeps accounts, orders and positions: a venue started with it again goes on" };
    private static readonly Option<string?> Compat = new("--compat") { Description = "2025: acknowledgements with avgPrice and cumQuote" };
    private static readonly Option<bool> Strict = new("--strict-signatures") { Description = "Accept signatures over the received bytes only" };
    private static readonly Option<bool> StrictParameters = new("--strict-parameters") { Description = "Refuse parameters that are repeated, empty, unknown or not taken by the call" };
    private static readonly Option<string[]> Assume = new("--assume") { Description = "How an unconfirmed fact is taken, as NAME=VALUE: " + string.Join(", ", Assumption.All.Select(fact => $"{fact.Name}={fact.Show(new())}")) };
    private static readonly Option<string?> Token = new("--token") { Description = "Bearer token of the control API below /venue/v1; without one it is closed" };
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "File that holds the token instead, so that no list of processes shows it" };
    private static readonly Option<string[]> FaultTexts = new("--fault") { Description = "A fault from the start, as JSON: {\"type\":\"lost_answer\",\"rate\":0.1,\"match\":\"/order\"}" };
    private static readonly Option<string?> Certificate = new("--tls-certificate") { Description = "PEM file of a certificate: serve https and wss" };
    private static readonly Option<string?> CertificateKey = new("--tls-key") { Description = "PEM file of its key; the same file when not given" };
    private static readonly Option<int> Weight = new("--weight-limit") { Description = "Request weight per minute and address; the other pools of requests change with it", DefaultValueFactory = _ => new VenueLimits().Weight };
    private static readonly Option<int> Orders = new("--order-limit") { Description = "Orders per minute and account; a quarter of it in ten seconds", DefaultValueFactory = _ => new VenueLimits().OrdersPerMinute };

    /// <summary>2015 to 2099, in Unix ms: room for the day of history before the start, and for every sum of times.</summary>
    private const long FirstStart_ms = 1_420_070_400_000, LastStart_ms = 4_070_908_800_000;

    /// <summary>Parses the arguments and runs; the exit code comes back: 0 after a stop, 1 when it could not start, 2 for a wrong command line.</summary>
    public static async Task<int> RunAsync(string[] args, Func<VenueOptions, Task<int>> run)
    {
        var root = new RootCommand("A simulated Binance USDⓈ-M exchange: REST, streams and WebSocket API on one address.")
        {
            Config, Listen, Account, Market, MarketPath, Upstream, Symbols, Seed, Speed, Paused, Queue, History, Start, State, Compat, Strict, StrictParameters, Assume, Token, TokenFile, FaultTexts, Certificate, CertificateKey, Weight, Orders,
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0 && parsed.GetValue(Config) is { } file)
        {
            if (!ConfigurationFile.Read(file, root.Options, option => parsed.GetResult(option) is { Implicit: false }).TryGet(out IReadOnlyList<string>? written, out Fault? broken))
                return await RefuseAsync(broken.Message);
            parsed = root.Parse([.. args, .. written]);
        }

        if (parsed.Errors.Count > 0)
            return await RefuseAsync(Explain(parsed));

        if (parsed.Action is not null)
            return await parsed.InvokeAsync();
        if (!Read(parsed).TryGet(out VenueOptions? options, out Fault? fault))
            return await RefuseAsync(fault.Message);
        return await run(options);
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 2;
    }

    /// <summary>The parser's word for a mistake; of numbers without the names of types, of strays without what may be a secret.</summary>
    private static string Explain(ParseResult parsed)
    {
        ParseError error = parsed.Errors[0];
        if (error.SymbolResult is OptionResult { Option: { } option, Tokens: [var token, ..] } && option.ValueType != typeof(string))
            return $"{option.Name} '{token.Value}' is no {(option.ValueType == typeof(double) ? "number" : option.ValueType == typeof(ulong) ? "whole number of at least 0" : "whole number")}. Run with --help for the options.";
        return parsed.UnmatchedTokens is [var stray, ..]
            ? $"'{AccountOption.Hide(stray)}' is no option and belongs to none; an option that is given several times, such as --account, is named before each value. Run with --help for the options."
            : $"{error.Message} Run with --help for the options.";
    }

    private static Result<VenueOptions> Read(ParseResult parsed)
    {
        if (!IPEndPoint.TryParse(Replace(parsed.GetValue(Listen)!), out IPEndPoint? listen) || !parsed.GetValue(Listen)!.Contains(':', StringComparison.Ordinal))
            return Invalid($"--listen '{parsed.GetValue(Listen)}' is no address; expected HOST:PORT such as 127.0.0.1:5080.");
        var accounts = new List<AccountOption>();
        foreach (string text in parsed.GetValue(Account) ?? [])
        {
            if (!AccountOption.Parse(text).TryGet(out AccountOption? account, out Fault? fault))
                return fault;
            if (accounts.Any(other => other.Key == account.Key))
                return Invalid($"--account: the key '{account.Key}' is given twice.");
            accounts.Add(account);
        }

        var faults = new List<FaultRule>();
        foreach (string text in parsed.GetValue(FaultTexts) ?? [])
        {
            if (!JsonBody.Read(System.Text.Encoding.UTF8.GetBytes(text)).Then(FaultRule.Parse).TryGet(out FaultRule? rule, out Fault? wrong))
                return Invalid($"--fault '{text}': {wrong.Message}");
            faults.Add(rule);
        }

        if (!ReadCertificate(parsed.GetValue(Certificate), parsed.GetValue(CertificateKey)).TryGet(out X509Certificate2[]? certificates, out Fault? unusable))
            return unusable;
        if (parsed.GetValue(Compat) is { } compat && compat is not ("2025" or "2026"))
            return Invalid($"--compat '{compat}' is not known; expected 2025 or 2026.");
        if (parsed.GetValue(Symbols) is < 0 or > 2000)
            return Invalid($"--symbols {parsed.GetValue(Symbols)} is not between 0 and 2000.");
        if (parsed.GetValue(History) is < 100 or > 1_000_000)
            return Invalid($"--history {parsed.GetValue(History)} is not between 100 and 1000000.");
        foreach (Option<int> limit in (Option<int>[])[Weight, Orders])
        {
            if (parsed.GetValue(limit) < 1)
                return Invalid($"{limit.Name} {parsed.GetValue(limit)} lets nothing through; expected at least 1.");
        }

        if (!ReadToken(parsed.GetValue(Token), parsed.GetValue(TokenFile)).TryGet(out BearerToken[]? tokens, out Fault? noToken))
            return noToken;
        if (!Assumption.Apply(parsed.GetValue(Assume) ?? []).TryGet(out UnconfirmedFacts? facts, out Fault? unknown))
            return unknown;
        return ReadExchange(parsed).Then<VenueOptions>(exchange => new VenueOptions
        {
            Listen = listen,
            Accounts = accounts,
            Exchange = exchange with { FillEvents = facts.FillEvents },
            Facts = facts,
            StatePath = parsed.GetValue(State),
            Compat2025 = parsed.GetValue(Compat) == "2025",
            StrictSignatures = parsed.GetValue(Strict),
            StrictParameters = parsed.GetValue(StrictParameters),
            Token = tokens.FirstOrDefault(),
            Certificate = certificates.FirstOrDefault(),
            Faults = faults,
            Limits = LimitsOf(parsed.GetValue(Weight), parsed.GetValue(Orders)),
        });
    }

    /// <summary>The pools that are counted beside the weight keep their proportion to it.</summary>
    private static VenueLimits LimitsOf(int weight, int ordersPerMinute)
    {
        var usual = new VenueLimits();
        double factor = weight / (double)usual.Weight;
        return usual with
        {
            Weight = weight,
            OrdersPerMinute = ordersPerMinute,
            OrdersPer10Seconds = Math.Max(1, ordersPerMinute / 4),
            FundingRequests = Math.Max(1, (int)(usual.FundingRequests * factor)),
            StatisticsRequests = Math.Max(1, (int)(usual.StatisticsRequests * factor)),
        };
    }

    private static Result<ExchangeOptions> ReadExchange(ParseResult parsed)
    {
        string market = parsed.GetValue(Market)!;
        string? path = parsed.GetValue(MarketPath);
        if (!Enum.TryParse(market, ignoreCase: true, out MarketKind kind) || char.IsAsciiDigit(market[0]))
        {
            if (!Directory.Exists(market) && !File.Exists(market))
                return Invalid($"--market '{market}' is neither model, klines, captures, archives or upstream nor a file or folder that exists.");
            (kind, path) = (KindOf(market), market);
        }

        if (kind != MarketKind.Upstream && parsed.GetValue(Upstream) is { } mirrored)
            return Invalid($"--upstream '{mirrored}' goes with --market upstream only; give both, or leave it out.");
        if (kind == MarketKind.Model && parsed.GetValue(MarketPath) is { } unused)
            return Invalid($"--market-path '{unused}': the model reads no files; choose --market klines, archives or captures, or leave it out.");
        if (kind is MarketKind.Klines or MarketKind.Captures or MarketKind.Archives && (path is null || !(Directory.Exists(path) || File.Exists(path))))
            return Invalid($"--market {market} needs a folder: '{path}' does not exist; give --market FOLDER or --market-path FOLDER.");
        if (kind == MarketKind.Upstream)
        {
            path = parsed.GetValue(Upstream) ?? path;
            if (!Uri.TryCreate(path, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                return Invalid($"--upstream '{path}' is no address; --market upstream needs one such as --upstream http://127.0.0.1:5080.");
            if (parsed.GetValue(Speed) != 1)
                return Invalid($"--speed {parsed.GetValue(Speed)}: a market that mirrors another exchange runs at its time, speed 1.");
        }

        if (parsed.GetValue(Queue) is not ("pro-rata" or "behind"))
            return Invalid($"--queue '{parsed.GetValue(Queue)}' is not known; expected pro-rata or behind.");
        if (kind == MarketKind.Upstream && parsed.GetValue(Paused))
            return Invalid("--paused: a market that mirrors another exchange does not stand still; leave it out.");
        long? start_ms = null;
        if (kind == MarketKind.Upstream && parsed.GetValue(Start) is { Length: > 0 } fixedStart)
            return Invalid($"--start '{fixedStart}': a market that mirrors another exchange begins at its present.");
        if (parsed.GetValue(Start) is { Length: > 0 } start)
        {
            if (!TryReadTime(start, out long time_ms) || time_ms is < FirstStart_ms or > LastStart_ms)
                return Invalid($"--start '{start}' is no time from 2015 to 2099; expected ISO text such as 2025-05-05T00:00:00Z or Unix milliseconds.");
            start_ms = time_ms;
        }

        if (parsed.GetValue(Speed) is not (>= 0 and <= 100_000))
            return Invalid($"--speed {parsed.GetValue(Speed)} is not between 0 and 100000.");
        return new ExchangeOptions
        {
            Seed = parsed.GetValue(Seed),
            Market = kind,
            MarketPath = path,
            Symbols = parsed.GetValue(Symbols),
            History = parsed.GetValue(History),
            Speed = parsed.GetValue(Speed),
            StartPaused = parsed.GetValue(Paused),
            Queue = parsed.GetValue(Queue) == "behind" ? QueueModel.Behind : QueueModel.ProRata,
            VirtualStart_ms = start_ms,
        };
    }

    /// <summary>None when neither option is given: the control API is closed.</summary>
    private static Result<BearerToken[]> ReadToken(string? text, string? file)
    {
        if (text is null && file is null)
            return Array.Empty<BearerToken>();
        if (text is not null && file is not null)
            return Invalid("--token and --token-file are both given; expected one of them.");
        try
        {
            text ??= File.ReadAllText(file!).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Invalid($"--token-file '{file}' cannot be read: {unreadable.Message}");
        }

        return text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? Invalid($"{(file is null ? "--token" : "--token-file")} is empty or has blanks; expected visible ASCII text, or neither option to close the control API.")
            : new[] { new BearerToken(text) };
    }

    /// <summary>None when TLS is not asked for, else one.</summary>
    private static Result<X509Certificate2[]> ReadCertificate(string? path, string? keyPath)
    {
        if (path is null)
            return keyPath is null ? Array.Empty<X509Certificate2>() : Invalid($"--tls-key '{keyPath}' is given without --tls-certificate; expected both to serve https and wss, or none.");
        Result<X509Certificate2> certificate = ServerCertificate.Read(path, keyPath ?? "");
        return certificate.IsOk ? new[] { certificate.Value } : Invalid($"--tls-certificate {certificate.Fault.Message}");
    }

    /// <summary>What a recording, or a folder of them, holds, by the names of its files.</summary>
    private static MarketKind KindOf(string path)
    {
        string[] names = [.. (Directory.Exists(path) ? Directory.EnumerateFiles(path) : [path]).Select(file => Path.GetFileName(file))];
        if (names.Any(name => name.Contains("-1m", StringComparison.Ordinal) && name.Contains(".csv", StringComparison.OrdinalIgnoreCase)))
            return MarketKind.Klines;
        bool archives = names.Any(name => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || (name.Contains("trades", StringComparison.OrdinalIgnoreCase) && name.Contains(".csv", StringComparison.OrdinalIgnoreCase)));
        return archives ? MarketKind.Archives : MarketKind.Captures;
    }

    private static string Replace(string listen) => listen.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase);

    private static bool TryReadTime(string text, out long unix_ms)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unix_ms))
            return true;
        bool ok = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        unix_ms = time.ToUnixTimeMilliseconds();
        return ok;
    }

    private static Fault Invalid(string message) => new(FaultKind.Invalid, message);
}
