using System.CommandLine;
using Platform.Analytics.VolumeSpread;
using Platform.Cli.Arguments;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread;

/// <summary>platform vpa: volume-spread analysis of recorded minute bars.</summary>
internal static class VpaCommand
{
    public static Command Create()
    {
        var command = new Command("vpa", "Volume-spread analysis: signals, Wyckoff phases and their alignment over timeframes.");
        VpaOptions options = new VpaOptions().AddTo(command);
        var input = new Option<string>("--input") { Description = "Folder of minute bars, one file SYMBOL-1m.csv.gz per symbol.", Required = true };
        var json = new Option<string?>("--json") { Description = "File for one JSON line per closed bar and timeframe; - for standard output." };
        command.Add(input);
        command.Add(json);
        command.Add(EvaluateCommand.Create());
        command.SetAction(parsed => RunRecorded(parsed.GetValue(input)!, options.Symbols(parsed), options.Timeframes(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int RunRecorded(string folder, IReadOnlyList<string> symbols, Result<IReadOnlyList<BarInterval>> timeframes, string? json)
    {
        if (timeframes.Fault is { } invalid)
            return CommandFault.Report(invalid);
        Result<IReadOnlyList<(string Symbol, string File)>> files = BarFolder.Find(folder, symbols);
        if (files.Fault is { } missing)
            return CommandFault.Report(missing);
        var problems = new InputProblems(Console.Error);
        var run = new RecordedRun(timeframes.Value, VolumeSpreadPreset.Standard, problems);
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
        Console.Error.WriteLine($"{problems.Count} rows or files were left out; every window that lacks one of them is no bar.");
        return 2;
    }
}
