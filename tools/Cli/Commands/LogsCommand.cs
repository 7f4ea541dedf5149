using System.CommandLine;
using System.Text.Json;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Commands;

/// <summary>platform logs: the last lines of one process or of all, oldest first, as text.</summary>
internal static class LogsCommand
{
    private static readonly string[] s_levels = ["trace", "debug", "information", "warning", "error", "critical"];

    public static Command Create()
    {
        var command = new Command("logs", "Show the last log lines of one process, or of all.");
        var process = new Argument<string>("process") { Description = "coordinator, data, strategy, executor-ACCOUNT, monitor, supervisor, venue; all without it.", DefaultValueFactory = _ => "" };
        var lines = new Option<int>("--lines", "-n") { Description = "Number of lines.", DefaultValueFactory = _ => 40 };
        var level = new Option<string>("--level") { Description = $"Only this level and more severe ones: {string.Join(", ", s_levels)}.", DefaultValueFactory = _ => "trace" };
        command.Add(process);
        command.Add(lines);
        command.Add(level);
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(parsed =>
            place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault)
                ? Show(folder.Paths.Logs, parsed.GetValue(process)!, parsed.GetValue(lines), parsed.GetValue(level)!)
                : CommandFault.Report(fault));
        return command;
    }

    private static int Show(string folder, string process, int lines, string level)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, process.Length == 0 ? "*.log" : $"{process}*.log") : [];
        if (files.Length == 0)
            return CommandFault.Report(new Fault(FaultKind.NotFound, $"no log of '{process}' in {folder}"));
        int lowest = Rank(level);
        var last = files.SelectMany(File.ReadLines)
            .Select(Parse)
            .Where(line => Rank(line.Level) >= lowest)
            .OrderBy(line => line.At, StringComparer.Ordinal)
            .TakeLast(lines);
        foreach ((_, _, string text) in last)
            Console.WriteLine(text);
        return 0;
    }

    /// <summary>Parses one line. A console line that is not JSON is shown unchanged, before the others.</summary>
    private static (string At, string Level, string Text) Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string Field(string name) => document.RootElement.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
            string trouble = Field("exception").Length == 0 ? "" : $" | {Field("exception")}";
            return (Field("at"), Field("level"), $"{Field("at")} {Field("level"),-11} {Field("process"),-20} {Field("message")}{trouble}");
        }
        catch (Exception plain) when (plain is JsonException or InvalidOperationException)
        {
            return ("", "trace", line);
        }
    }

    private static int Rank(string level) => Math.Max(0, Array.IndexOf(s_levels, level));
}
