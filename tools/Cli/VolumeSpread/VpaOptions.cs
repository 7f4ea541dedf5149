using System.CommandLine;
using Platform.Analytics.VolumeSpread;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread;

/// <summary>The options of every volume-spread command: symbols and timeframes.</summary>
internal sealed class VpaOptions
{
    private static readonly string Known = string.Join(",", TimeframeAlignment.Timeframes);

    private readonly Option<string[]> _symbols = new("--symbols") { Description = "Symbols, separated by commas, such as ETHUSDT,BTCUSDT; default: all of the folder.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _timeframes = new("--timeframes") { Description = $"Timeframes, separated by commas; default: {Known}.", AllowMultipleArgumentsPerToken = true };

    public VpaOptions AddTo(Command command)
    {
        command.Add(_symbols);
        command.Add(_timeframes);
        return this;
    }

    /// <summary>Upper case, without repeats; empty when none is given.</summary>
    public IReadOnlyList<string> Symbols(ParseResult parsed) => [.. Parts(parsed.GetValue(_symbols)).Select(symbol => symbol.ToUpperInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>Shortest first, without repeats.</summary>
    public Result<IReadOnlyList<BarInterval>> Timeframes(ParseResult parsed)
    {
        List<BarInterval> timeframes = [];
        foreach (string text in Parts(parsed.GetValue(_timeframes)))
        {
            Result<BarInterval> interval = BarInterval.Parse(text);
            if (!interval.IsOk || !TimeframeAlignment.Timeframes.Contains(interval.Value))
                return new Fault(FaultKind.Invalid, $"--timeframes: '{text}' is not a timeframe of the analysis; expected one or more of {Known}.");
            timeframes.Add(interval.Value);
        }

        return Result<IReadOnlyList<BarInterval>>.Ok(timeframes.Count == 0 ? TimeframeAlignment.Timeframes : [.. timeframes.Distinct().OrderBy(interval => interval.Minutes)]);
    }

    private static IEnumerable<string> Parts(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
