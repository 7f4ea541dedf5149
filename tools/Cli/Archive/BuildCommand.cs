using System.CommandLine;
using System.Globalization;
using Platform.Archives.Building;
using Platform.Archives.Queues;
using Platform.Archives.Sources;
using Platform.Cli.Arguments;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Archive;

/// <summary>platform archive build: converts ZIPs of aggTrades to order flow by minute (Parquet) and by hour (CSV).</summary>
internal static class BuildCommand
{
    private const int WorkersMax = 64;

    public static Command Create()
    {
        var command = new Command("build", "Convert monthly or daily archives to features by minute (Parquet) and by hour (CSV). Run it again to continue after a failure.");
        var source = new Option<string>("--source") { Description = "Folder, or URL of a site such as https://data.binance.vision/data; it contains futures/um/{monthly,daily}/aggTrades.", Required = true };
        var symbols = new Option<string?>("--symbols") { Description = "Symbols, separated by commas." };
        var file = new Option<string?>("--symbols-file") { Description = "File with one symbol a line; # begins a comment." };
        var from = new Option<string>("--from") { Description = "First month, YYYY-MM.", Required = true };
        var to = new Option<string>("--to") { Description = "Last month, YYYY-MM, included.", Required = true };
        var output = new Option<string>("--out") { Description = "Output folder.", Required = true };
        var workers = new Option<int>("--workers") { Description = "Number of symbols built in parallel.", DefaultValueFactory = _ => 1 };
        var skip = new Option<bool>("--skip-existing") { Description = "Skip a symbol when its meta file states that the range is complete." };
        var keep = new Option<bool>("--keep-zip") { Description = "Keep fetched archives in DIR/zip, which can then be used as --source." };
        foreach (Option option in new Option[] { source, symbols, file, from, to, output, workers, skip, keep })
            command.Add(option);
        QueueOption queue = new QueueOption().AddTo(command, withLease: true);
        command.SetAction(async (parsed, cancel) =>
        {
            Result<BuildOptions> options = Read(
                parsed.GetValue(source)!, SymbolList.Read(parsed.GetValue(symbols), parsed.GetValue(file)), parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(workers))
                .Then<BuildOptions>(read => read with { OutputFolder = Path.GetFullPath(parsed.GetValue(output)!), SkipExisting = parsed.GetValue(skip), KeepZip = parsed.GetValue(keep), Lease = queue.Lease(parsed) });
            if (!options.TryGet(out BuildOptions? build, out Fault? fault))
                return WrongArguments(fault);
            Result<IWorkQueue> opened = await queue.OpenAsync(parsed, build.Lease, cancel);
            return opened.TryGet(out IWorkQueue? shared, out Fault? closed) ? await RunAsync(build, shared, cancel) : CommandFault.Report(closed);
        });
        return command;
    }

    internal static Result<BuildOptions> Read(string source, Result<IReadOnlyList<string>> symbols, string from, string to, int workers)
    {
        if (SourceProblem(source) is { } problem)
            return problem;
        if (!symbols.TryGet(out IReadOnlyList<string>? names, out Fault? fault))
            return fault;
        if (!ArchiveMonth.TryParse(from, out ArchiveMonth first))
            return new Fault(FaultKind.Invalid, $"--from '{from}' is not a month; expected YYYY-MM, such as 2024-01");
        if (!ArchiveMonth.TryParse(to, out ArchiveMonth last))
            return new Fault(FaultKind.Invalid, $"--to '{to}' is not a month; expected YYYY-MM, such as 2024-12");
        if (first.CompareTo(last) > 0)
            return new Fault(FaultKind.Invalid, $"--from {from} is after --to {to}; expected a first month that is not later than the last");
        if (workers is < 1 or > WorkersMax)
            return new Fault(FaultKind.Invalid, $"--workers {workers} is out of range; expected 1 to {WorkersMax}");
        return new BuildOptions
        {
            Source = source,
            OutputFolder = "",
            Items = [.. names.Select(symbol => new WorkItem(symbol, first.ToString(), last.ToString()))],
            Workers = workers,
            Owner = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}"),
        };
    }

    private static Fault? SourceProblem(string source)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            return null;
        if (!Directory.Exists(source))
            return new Fault(FaultKind.Invalid, $"--source {source} is neither an existing folder nor an http or https URL");
        return Directory.Exists(Path.Combine(source, "futures", "um"))
            ? null
            : new Fault(FaultKind.Invalid, $"--source {source} has no folder futures/um; expected futures/um/monthly/aggTrades/SYMBOL/SYMBOL-aggTrades-YYYY-MM.zip below it");
    }

    private static async Task<int> RunAsync(BuildOptions options, IWorkQueue shared, CancellationToken cancel)
    {
        await using IWorkQueue queue = shared;
        using var progress = new BuildProgress(options.Items.Count * ArchiveMonth.Range(Month(options.Items[0].From), Month(options.Items[0].To)).Count());
        try
        {
            Result<Done> ended = await new ArchiveBuild(options, queue, TimeProvider.System, progress.Show).RunAsync(cancel);
            if (!ended.IsOk)
                return CommandFault.Report(ended.Fault);
        }
        catch (OperationCanceledException)
        {
            progress.Say("stopped; run the same command again to continue");
            return 1;
        }

        Result<IReadOnlyList<WorkEntry>> entries = await queue.ListAsync(CancellationToken.None);
        return entries.TryGet(out IReadOnlyList<WorkEntry>? all, out Fault? unread) ? progress.Conclude(all) : CommandFault.Report(unread);
    }

    private static ArchiveMonth Month(string text) => ArchiveMonth.TryParse(text, out ArchiveMonth month) ? month : default;

    /// <summary>Exit code 2 for every kind of fault, because nothing was started.</summary>
    private static int WrongArguments(Fault fault)
    {
        Console.Error.WriteLine(fault.Message);
        return 2;
    }
}
