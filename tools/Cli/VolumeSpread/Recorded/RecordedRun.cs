using System.Globalization;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Cli.Arguments;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Spectre.Console;

namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>
/// Analyses a folder of minute bars: writes JSON lines to a stream, and a table with the state of each timeframe to the console.
/// </summary>
internal sealed class RecordedRun(IReadOnlyList<BarInterval> timeframes, VolumeSpreadPreset preset, InputProblems problems)
{
    private readonly Table _table = NewTable();

    /// <summary>Reads the folder, writes the lines and prints the table; returns the exit code.</summary>
    /// <param name="json">A file, - for standard output, or null for none.</param>
    public static int Analyse(string folder, IReadOnlyList<string> symbols, IReadOnlyList<BarInterval> timeframes, string? json)
    {
        Result<IReadOnlyList<(string Symbol, string File)>> files = BarFolder.Find(folder, symbols);
        if (files.Fault is { } missing)
            return CommandFault.Report(missing);
        var problems = new InputProblems(Console.Error);
        var run = new RecordedRun(timeframes, VolumeSpreadPreset.Standard, problems);
        try
        {
            using Stream? output = json switch
            {
                null => null,
                "-" => new BufferedStream(Console.OpenStandardOutput(), 1 << 16),
                _ => new FileStream(json, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16),
            };
            using AnalysisLines? lines = output is null ? null : new AnalysisLines(output);
            run.Run(files.Value, lines);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"--json {json}: cannot be written: {error.Message}"));
        }

        run.Print(json == "-" ? Console.Error : Console.Out);
        if (problems.Count == 0)
            return 0;
        Console.Error.WriteLine($"{problems.Count} rows or files were omitted; windows that need one of them have no bar.");
        return 2;
    }

    /// <summary>Replays the symbols one after the other; within a symbol by time, then by timeframe.</summary>
    public void Run(IReadOnlyList<(string Symbol, string File)> files, AnalysisLines? lines)
    {
        foreach ((string symbol, string file) in files)
        {
            var recorded = new SymbolReplay(symbol, timeframes, preset);
            Dictionary<BarInterval, (long Bars, TimeframeAnalysis Newest)> summary = [];
            TimeframeAlignment alignment = TimeframeAlignment.Of([]);
            foreach (AnalysedInstant instant in recorded.Analyse(new MinuteBarFile(file, problems).Read()))
            {
                alignment = instant.Alignment;
                foreach (TimeframeAnalysis closed in instant.Closed)
                {
                    lines?.Write(symbol, closed, alignment);
                    summary[closed.Timeframe] = (summary.GetValueOrDefault(closed.Timeframe).Bars + 1, closed);
                }
            }

            Summarise(recorded, summary, alignment);
        }
    }

    public void Print(TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 130);
        console.Write(_table);
        output.WriteLine($"preset {preset}; gaps: windows without a bar, because a minute is missing; alignment over the timeframes out of warm-up");
    }

    private void Summarise(SymbolReplay recorded, Dictionary<BarInterval, (long Bars, TimeframeAnalysis Newest)> summary, in TimeframeAlignment alignment)
    {
        foreach (BarInterval timeframe in timeframes)
        {
            if (!summary.TryGetValue(timeframe, out (long Bars, TimeframeAnalysis Newest) row))
            {
                _table.AddRow(Markup.Escape(recorded.Symbol), timeframe.Name, "0", Text(recorded.Incomplete(timeframe)), "", "", "", "", "", "");
                continue;
            }

            BarAnalysis analysis = row.Newest.Analysis;
            string strength = analysis.Primary is { } primary ? Text(analysis.AdjustedStrength(primary)) : "";
            _table.AddRow(
                Markup.Escape(recorded.Symbol), timeframe.Name, Text(row.Bars), Text(recorded.Incomplete(timeframe)), UnixTime.ToText(analysis.Features.OpenTime_ms)[..16],
                analysis.Features.IsWarmUp ? "warm-up" : SignalNames.Name(analysis.Primary), strength, analysis.Wyckoff.Phase.Name(), Text(analysis.Wyckoff.Confidence), Text(alignment.Alignment));
        }
    }

    private static Table NewTable()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in new[] { "symbol", "tf", "bars", "gaps", "last bar", "signal", "strength", "phase", "confidence", "alignment" })
            table.AddColumn(new TableColumn(column).NoWrap());
        return table;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("0.00", CultureInfo.InvariantCulture);
}
