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
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Options;

/// <summary>The command line of the venue: options, help, and a specific error message for each kind of invalid input.</summary>
internal static class VenueCommandLine
{
    private static readonly Option<string?> Config = new("--config") { Description = "JSON file with any of these options, such as {\"symbols\": 20, \"account\": [\"KEY:SECRET:1000\"], \"fault\": [{\"type\": \"lost_answer\"}]}; the command line takes precedence" };
    private static readonly Option<string> Listen = new("--listen") { Description = "Address and port to listen on", DefaultValueFactory = _ => "127.0.0.1:5080" };
    private static readonly Option<string[]> Account = new("--account") { Description = "An account as KEY:SECRET:BALANCE or KEY:SECRET:BALANCE:TIER (fee tier 0 to 9); SECRET may be @FILE with an RSA or Ed25519 public key (PEM)" };
    private static readonly Option<string> Market = new("--market") { Description = "model, klines, captures, archives, upstream, or a folder of recordings", DefaultValueFactory = _ => "model" };
    private static readonly Option<string?> MarketPath = new("--market-path") { Description = "Folder, file or address of the market source" };
    private static readonly Option<string?> Upstream = new("--upstream") { Description = "Address of the exchange that --market upstream mirrors, such as http://127.0.0.1:5080 or https://fapi.binance.com" };
    private static readonly Option<int> Symbols = new("--symbols") { Description = "Number of symbols; 0 means 10 for the model and all for a recording" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of all random numbers", DefaultValueFactory = _ => 1UL };
    private static readonly Option<int> History = new("--history") { Description = "Maximum number of ended orders of an account in memory; twice as many fills and incomes, five times as many aggregate trades of a symbol", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<double> Speed = new("--speed") { Description = "Virtual seconds per real second; 0 means as fast as possible", DefaultValueFactory = _ => 1d };
    private static readonly Option<bool> Paused = new("--paused") { Description = "Start with a paused clock; POST /venue/v1/actions steps or resumes it" };
    private static readonly Option<string> Queue = new("--queue") { Description = "How clients' orders move up in a recorded book when quantity ahead is cancelled: pro-rata or behind", DefaultValueFactory = _ => "pro-rata" };
    private static readonly Option<string?> Start = new("--start") { Description = "Virtual start: ISO time or Unix milliseconds" };
    private static readonly Option<string?> State = new("--state") { Description = "State file: a venue started with it again continues with its accounts, orders and positions" };
    private static readonly Option<string?> Compat = new("--compat") { Description = "2025: acknowledgements with avgPrice and cumQuote" };
    private static readonly Option<bool> Strict = new("--strict-signatures") { Description = "Accept only signatures over the received bytes" };
    private static readonly Option<bool> StrictParameters = new("--strict-parameters") { Description = "Refuse repeated, empty, unknown and unexpected parameters" };
    private static readonly Option<string[]> Assume = new("--assume") { Description = "Assumption about an unconfirmed fact, as NAME=VALUE: " + string.Join(", ", Assumption.All.Select(fact => $"{fact.Name}={fact.Show(new())}")) };
    private static readonly Option<string?> Token = new("--token") { Description = "Bearer token of the control API below /venue/v1; without a token the control API refuses all calls" };
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "File that contains the token, so that it does not appear in process lists" };
    private static readonly Option<string[]> FaultTexts = new("--fault") { Description = "A fault that is active from the start, as JSON: {\"type\":\"lost_answer\",\"rate\":0.1,\"match\":\"/order\"}" };
    private static readonly Option<string?> Certificate = new("--tls-certificate") { Description = "PEM file of a certificate: serve https and wss" };
    private static readonly Option<string?> CertificateKey = new("--tls-key") { Description = "PEM file of the certificate's private key; by default the file of --tls-certificate" };
    private static readonly Option<int> Weight = new("--weight-limit") { Description = "Request weight per minute and address; the other request pools scale with it", DefaultValueFactory = _ => new VenueLimits().Weight };
    private static readonly Option<int> Orders = new("--order-limit") { Description = "Orders per minute and account; a quarter of it per ten seconds", DefaultValueFactory = _ => new VenueLimits().OrdersPerMinute };

    private static readonly Option<string[]> Also = new("--also") { Description = "Other exchanges over the same market, each at a port of its own: okx:PORT,hyperliquid:PORT,paradex:PORT (public quotes over REST and WebSocket)" };

    /// <summary>First and last valid start, 2015 to 2099, Unix ms. The limits allow for the history before the start and for sums of times.</summary>
    private const long FirstStart_ms = 1_420_070_400_000, LastStart_ms = 4_070_908_800_000;

    /// <summary>Parses the arguments and runs the venue. Returns the exit code: 0 after a stop, 1 when the venue cannot start, 2 for an invalid command line.</summary>
    public static async Task<int> RunAsync(string[] args, Func<VenueOptions, Task<int>> run)
    {
        var root = new RootCommand("A simulated Binance USDⓈ-M exchange: REST, streams and WebSocket API on one address.")
        {
            Config, Listen, Account, Market, MarketPath, Upstream, Symbols, Seed, Speed, Paused, Queue, History, Start, State, Compat, Strict, StrictParameters, Assume, Token, TokenFile, FaultTexts, Certificate, CertificateKey, Weight, Orders, Also,
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

    /// <summary>The message of a parse error, without .NET type names and without the secret that an unexpected argument may contain.</summary>
    private static string Explain(ParseResult parsed)
    {
        ParseError error = parsed.Errors[0];
        if (error.SymbolResult is OptionResult { Option: { } option, Tokens: [var token, ..] } && option.ValueType != typeof(string))
            return $"{option.Name} '{token.Value}' is not a {(option.ValueType == typeof(double) ? "number" : option.ValueType == typeof(ulong) ? "whole number of at least 0" : "whole number")}. Run with --help for the options.";
        return parsed.UnmatchedTokens is [var stray, ..]
            ? $"'{AccountOption.Redact(stray)}' is not an option and not a value of one; repeat the name of an option such as --account before each value. Run with --help for the options."
            : $"{error.Message} Run with --help for the options.";
    }

    private static Result<VenueOptions> Read(ParseResult parsed)
    {
        if (!IPEndPoint.TryParse(Replace(parsed.GetValue(Listen)!), out IPEndPoint? listen) || !parsed.GetValue(Listen)!.Contains(':', StringComparison.Ordinal))
            return Invalid($"--listen '{parsed.GetValue(Listen)}' is not an address; expected HOST:PORT such as 127.0.0.1:5080.");
        var accounts = new List<AccountOption>();
        foreach (string text in parsed.GetValue(Account) ?? [])
        {
            if (!AccountOption.Parse(text).TryGet(out AccountOption? account, out Fault? fault))
                return fault;
            if (accounts.Any(other => other.Key == account.Key))
                return Invalid($"--account: the key '{account.Key}' is given twice; give each key once.");
            accounts.Add(account);
        }

        var faults = new List<FaultRule>();
        foreach (string text in parsed.GetValue(FaultTexts) ?? [])
        {
            if (!JsonText.Read(System.Text.Encoding.UTF8.GetBytes(text)).Then(FaultRule.Parse).TryGet(out FaultRule? rule, out Fault? wrong))
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
                return Invalid($"{limit.Name} {parsed.GetValue(limit)} is too small; expected at least 1.");
        }

        if (!ReadToken(parsed.GetValue(Token), parsed.GetValue(TokenFile)).TryGet(out BearerToken[]? tokens, out Fault? noToken))
            return noToken;
        if (!Assumption.Apply(parsed.GetValue(Assume) ?? []).TryGet(out UnconfirmedFacts? facts, out Fault? unknown))
            return unknown;
        if (!AlsoOption.Parse(parsed.GetValue(Also) ?? [], listen.Address).TryGet(out IReadOnlyList<(string, IPEndPoint)>? also, out Fault? odd))
            return odd;
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
            Also = also,
            Limits = LimitsOf(parsed.GetValue(Weight), parsed.GetValue(Orders)),
        });
    }

    /// <summary>The limits for a request weight and a number of orders per minute; the limits of the other request pools are scaled in proportion to the weight.</summary>
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
                return Invalid($"--market '{market}' is not known; expected model, klines, captures, archives, upstream, or an existing file or folder.");
            (kind, path) = (KindOf(market), market);
        }

        if (kind != MarketKind.Upstream && parsed.GetValue(Upstream) is { } mirrored)
            return Invalid($"--upstream '{mirrored}' requires --market upstream; give both, or omit it.");
        if (kind == MarketKind.Model && parsed.GetValue(MarketPath) is { } unused)
            return Invalid($"--market-path '{unused}': the model reads no files; choose --market klines, archives or captures, or omit it.");
        if (kind is MarketKind.Klines or MarketKind.Captures or MarketKind.Archives && (path is null || !(Directory.Exists(path) || File.Exists(path))))
            return Invalid($"--market {market} needs a folder: '{path}' does not exist; give --market FOLDER or --market-path FOLDER.");
        if (kind == MarketKind.Upstream)
        {
            path = parsed.GetValue(Upstream) ?? path;
            if (!Uri.TryCreate(path, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                return Invalid($"--upstream '{path}' is not an address; --market upstream requires one such as --upstream http://127.0.0.1:5080.");
            if (parsed.GetValue(Speed) != 1)
                return Invalid($"--speed {parsed.GetValue(Speed)}: a mirrored market runs at speed 1; omit the option.");
        }

        if (parsed.GetValue(Queue) is not ("pro-rata" or "behind"))
            return Invalid($"--queue '{parsed.GetValue(Queue)}' is not known; expected pro-rata or behind.");
        if (kind == MarketKind.Upstream && parsed.GetValue(Paused))
            return Invalid("--paused: a mirrored market cannot be paused; omit the option.");
        long? start_ms = null;
        if (kind == MarketKind.Upstream && parsed.GetValue(Start) is { Length: > 0 } fixedStart)
            return Invalid($"--start '{fixedStart}': a mirrored market starts at its current time; omit the option.");
        if (parsed.GetValue(Start) is { Length: > 0 } start)
        {
            if (!TryReadTime(start, out long time_ms) || time_ms is < FirstStart_ms or > LastStart_ms)
                return Invalid($"--start '{start}' is not a time from 2015 to 2099; expected ISO text such as 2025-05-05T00:00:00Z or Unix milliseconds.");
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

    /// <summary>Reads the token of the control API. The array is empty when neither option is given; the control API then refuses all calls.</summary>
    private static Result<BearerToken[]> ReadToken(string? text, string? file)
    {
        if (text is null && file is null)
            return Array.Empty<BearerToken>();
        if (text is not null && file is not null)
            return Invalid("--token and --token-file are both given; give one of them.");
        try
        {
            text ??= File.ReadAllText(file!).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Invalid($"--token-file '{file}' cannot be read: {unreadable.Message}");
        }

        return text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? Invalid($"{(file is null ? "--token" : "--token-file")} is empty or contains white space; expected visible ASCII text; omit both options to run without the control API.")
            : new[] { new BearerToken(text) };
    }

    /// <summary>Reads the TLS certificate; the array is empty without TLS.</summary>
    private static Result<X509Certificate2[]> ReadCertificate(string? path, string? keyPath)
    {
        if (path is null)
            return keyPath is null ? Array.Empty<X509Certificate2>() : Invalid($"--tls-key '{keyPath}' is given without --tls-certificate; give both to serve https and wss, or neither.");
        Result<X509Certificate2> certificate = ServerCertificate.Read(path, keyPath ?? "");
        return certificate.IsOk ? new[] { certificate.Value } : Invalid($"--tls-certificate {certificate.Fault.Message}");
    }

    /// <summary>The market kind of a recording or of a folder of recordings, by the names of the files.</summary>
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
