using System.CommandLine;
using System.Text.RegularExpressions;
using Platform.Analytics.VolumeSpread;
using Platform.Cli.Arguments;
using Platform.Cli.VolumeSpread.Live;
using Platform.Cli.VolumeSpread.Recorded;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread;

/// <summary>platform vpa: volume-spread analysis of recorded minute bars, or live.</summary>
internal static partial class VpaCommand
{
    private static readonly Option<string?> Input = new("--input") { Description = "Folder of recorded minute bars, one file SYMBOL-1m.csv.gz per symbol, instead of an exchange." };
    private static readonly Option<string?> Json = new("--json") { Description = "File for one JSON line per closed bar and timeframe; with --input also - for standard output." };
    private static readonly Option<string?> Exchange = new("--exchange") { Description = "live, testnet, or HOST:PORT of a simulated exchange; default: live. Uses public data without a key." };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Start a simulated exchange, sixty times as fast as real time, and follow it; needs no network." };
    private static readonly Option<double?> Minutes = new("--minutes") { Description = "Real minutes to follow after the back-fill; default: until Ctrl+C." };
    private static readonly Option<string?> Cache = new("--cache") { Description = "Folder of cached bars; default: data/vpa, or a new folder for --demo." };

    private static readonly Option<string?> CommentaryFile = new("--commentary") { Description = "JSON file of an OpenAI-compatible endpoint, its models and a daily budget: adds texts to the computed facts. Off when omitted." };

    public static Command Create()
    {
        var command = new Command("vpa", "Volume-spread analysis: signals, Wyckoff phases and their alignment over timeframes.");
        VpaOptions options = new VpaOptions().AddTo(command);
        foreach (Option option in new Option[] { Input, Json, Exchange, Demo, Minutes, Cache, CommentaryFile })
            command.Add(option);
        command.Add(EvaluateCommand.Create());
        command.Add(ReportCommand.Create());
        command.SetAction(async (parsed, stop) =>
        {
            Result<IReadOnlyList<BarInterval>> timeframes = options.Timeframes(parsed);
            if (timeframes.Fault is { } invalid)
                return CommandFault.Report(invalid);
            if (Contradiction(parsed) is { } contradiction)
                return CommandFault.Report(new Fault(FaultKind.Invalid, contradiction));
            return parsed.GetValue(Input) is { } folder
                ? RecordedRun.Analyse(folder, options.Symbols(parsed), timeframes.Value, parsed.GetValue(Json))
                : await RunLiveAsync(parsed, options.Symbols(parsed), timeframes.Value, stop);
        });
        return command;
    }

    private static string? Contradiction(ParseResult parsed)
    {
        bool recorded = parsed.GetValue(Input) is not null, demo = parsed.GetValue(Demo);
        if (recorded && demo)
            return "--input and --demo exclude each other, because recorded bars need no exchange; use one of them.";
        if ((recorded || demo) && parsed.GetValue(Exchange) is not null)
            return $"--exchange cannot be used with {(recorded ? "--input" : "--demo")}; use one of them.";
        if (parsed.GetValue(Minutes) is { } minutes && !(minutes > 0 && minutes < 1e6))
            return FormattableString.Invariant($"--minutes: {minutes} is not a duration; expected a number above 0.");
        if (parsed.GetValue(Exchange) is { } exchange && !ExchangeName().IsMatch(exchange))
            return $"--exchange: '{exchange}' is not an exchange; expected live, testnet or HOST:PORT of a simulated exchange.";
        if (recorded && parsed.GetValue(CommentaryFile) is not null)
            return "--commentary can be used with a live session only; omit --input.";
        return !recorded && parsed.GetValue(Json) == "-" ? "--json - can be used with --input only, because a live session shows its table on standard output." : null;
    }

    private static async Task<int> RunLiveAsync(ParseResult parsed, IReadOnlyList<string> symbols, IReadOnlyList<BarInterval> timeframes, CancellationToken stop)
    {
        bool demo = parsed.GetValue(Demo);
        string cache = parsed.GetValue(Cache) ?? (demo ? Directory.CreateTempSubdirectory("vpa-demo-").FullName : Path.Combine("data", "vpa"));
        var options = new LiveSessionOptions
        {
            Symbols = symbols.Count > 0 ? symbols : ["ETHUSDT"],
            Timeframes = timeframes,
            Exchange = parsed.GetValue(Exchange) ?? "live",
            Cache = cache,
            Minutes = parsed.GetValue(Minutes),
            CommentaryFile = parsed.GetValue(CommentaryFile),
        };
        try
        {
            using Stream? json = parsed.GetValue(Json) is { } file ? new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read) : null;
            return await LiveRun.RunAsync(options, demo, json, stop);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"a file cannot be written: {error.Message}"));
        }
        finally
        {
            if (demo && parsed.GetValue(Cache) is null)
                Directory.Delete(cache, recursive: true);
        }
    }

    [GeneratedRegex(@"^(live|testnet|[A-Za-z0-9.\-]+:[0-9]{1,5})$")]
    private static partial Regex ExchangeName();
}
