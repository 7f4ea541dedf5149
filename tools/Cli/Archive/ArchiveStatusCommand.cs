using System.CommandLine;
using System.Globalization;
using Platform.Archives.Features;
using Platform.Archives.Queues;
using Platform.Cli.Arguments;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Cli.Archive;

/// <summary>platform archive status: the progress of a shared queue, or the content of an output folder.</summary>
internal static class ArchiveStatusCommand
{
    private static readonly TimeSpan s_anyLease = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var command = new Command("status", "Show the progress of a shared queue (--queue), or the content of an output folder (--out).");
        QueueOption queue = new QueueOption().AddTo(command, withLease: false);
        var output = new Option<string?>("--out") { Description = "Output folder of platform archive build." };
        command.Add(output);
        command.SetAction(async (parsed, cancel) =>
        {
            if (queue.IsGiven(parsed))
            {
                Result<IWorkQueue> opened = await queue.OpenAsync(parsed, s_anyLease, cancel);
                return opened.TryGet(out IWorkQueue? shared, out Fault? fault) ? await ShowAsync(shared, cancel) : CommandFault.Report(fault);
            }

            return parsed.GetValue(output) is { } folder
                ? ShowFolder(folder)
                : CommandFault.Report(new Fault(FaultKind.Invalid, "nothing to show: give --queue FILE or postgres://…, or --out DIR"));
        });
        return command;
    }

    private static async Task<int> ShowAsync(IWorkQueue queue, CancellationToken cancel)
    {
        await using (queue)
        {
            Result<IReadOnlyList<WorkEntry>> listed = await queue.ListAsync(cancel);
            if (!listed.TryGet(out IReadOnlyList<WorkEntry>? entries, out Fault? fault))
                return CommandFault.Report(fault);
            long now_ms = TimeProvider.System.NowMilliseconds();
            foreach (WorkEntry entry in entries)
                Console.WriteLine($"{entry.Item.Symbol,-20} {entry.Item.From} to {entry.Item.To}  {Describe(entry, now_ms)}");
            Console.WriteLine(string.Join(", ", Enum.GetValues<WorkState>().Select(state =>
                string.Create(CultureInfo.InvariantCulture, $"{entries.Count(entry => entry.State == state)} {Name(state)}"))));
            return 0;
        }
    }

    private static string Describe(WorkEntry entry, long now_ms) => entry.State switch
    {
        WorkState.Leased when entry.LeaseEnd_ms <= now_ms => $"lease of {entry.Owner} expired; waits for a worker",
        WorkState.Leased => string.Create(CultureInfo.InvariantCulture, $"leased by {entry.Owner} for another {(entry.LeaseEnd_ms - now_ms) / 1000} s"),
        WorkState.Pending => "pending",
        _ => $"{Name(entry.State)}: {entry.Result}",
    };

    private static string Name(WorkState state) => state.ToString().ToLowerInvariant();

    private static int ShowFolder(string folder)
    {
        var layout = new ArchiveLayout(folder);
        string[] files = Directory.Exists(layout.HourFolder) ? [.. Directory.GetFiles(layout.HourFolder, "*.csv.meta.json").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
            return CommandFault.Report(new Fault(FaultKind.NotFound, $"{folder} contains no features; expected the output folder of platform archive build"));
        bool isComplete = true;
        foreach (string file in files)
        {
            Result<SymbolMeta> read = SymbolMeta.Read(file);
            isComplete &= read.IsOk;
            Console.WriteLine(read.TryGet(out SymbolMeta? meta, out Fault? fault) ? Describe(meta) : fault.Message);
        }

        return isComplete ? 0 : 1;
    }

    private static string Describe(SymbolMeta meta)
    {
        string[] partial = [.. meta.Months.Where(month => month.State == MonthState.Partial).Select(month => month.Month)];
        string[] bad = [.. meta.Months.Where(month => month.Quality != "ok").Select(month => $"{month.Month} {month.Quality}")];
        string state = partial.Length == 0 ? "complete" : $"days missing in {string.Join(", ", partial)}";
        return string.Create(CultureInfo.InvariantCulture, $"{meta.Symbol,-20} {meta.From} to {meta.To}  {meta.Hours} hours, {state}{(bad.Length == 0 ? "" : $", quality: {string.Join(", ", bad)}")}");
    }
}
