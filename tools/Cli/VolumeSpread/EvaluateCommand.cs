using System.CommandLine;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Evaluation;
using Platform.Cli.Arguments;
using Platform.Cli.VolumeSpread.Recorded;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread;

/// <summary>platform vpa evaluate: measures returns after each signal.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Command("evaluate", "Measure returns after each signal of recorded minute bars, compared with all bars.");
        VpaOptions options = new VpaOptions().AddTo(command);
        var input = new Option<string>("--input") { Description = "Folder of minute bars, one file SYMBOL-1m.csv.gz per symbol.", Required = true };
        var json = new Option<string?>("--json") { Description = "File for one JSON line per signal, timeframe, regime and horizon." };
        command.Add(input);
        command.Add(json);
        command.SetAction(parsed => Run(parsed.GetValue(input)!, options.Symbols(parsed), options.Timeframes(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string folder, IReadOnlyList<string> symbols, Result<IReadOnlyList<BarInterval>> timeframes, string? json)
    {
        if (timeframes.Fault is { } invalid)
            return CommandFault.Report(invalid);
        if (!BarFolder.Find(folder, symbols).TryGet(out IReadOnlyList<(string Symbol, string File)>? files, out Fault? missing))
            return CommandFault.Report(missing);
        var problems = new InputProblems(Console.Error);
        var study = new SignalStudy(VolumeSpreadPreset.Standard);
        foreach ((string symbol, string file) in files)
            Add(study, new SymbolReplay(symbol, timeframes.Value, VolumeSpreadPreset.Standard), new MinuteBarFile(file, problems), timeframes.Value);
        var report = new EvaluationReport(study);
        Console.WriteLine($"Excess of the return after a signal over that after all bars of the same symbol and timeframe, in basis points, ± half the 95 % interval");
        Console.WriteLine($"clustered by UTC day; times the signal's bias where it has one. {files.Count} symbols, preset {VolumeSpreadPreset.Standard}; no fees.");
        Console.WriteLine();
        Console.Write(report.ToMarkdown());
        try
        {
            if (json is not null)
            {
                using FileStream output = File.Create(json);
                report.WriteJson(output);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"--json {json}: cannot be written: {error.Message}"));
        }

        return problems.Count == 0 ? 0 : 2;
    }

    private static void Add(SignalStudy study, SymbolReplay symbol, MinuteBarFile file, IReadOnlyList<BarInterval> timeframes)
    {
        Dictionary<BarInterval, List<BarAnalysis>> histories = timeframes.ToDictionary(timeframe => timeframe, _ => new List<BarAnalysis>());
        foreach (AnalysedInstant instant in symbol.Analyse(file.Read()))
        {
            foreach (TimeframeAnalysis closed in instant.Closed)
                histories[closed.Timeframe].Add(closed.Analysis);
        }

        foreach ((BarInterval timeframe, List<BarAnalysis> bars) in histories)
            study.Add(timeframe, bars);
    }
}
