using System.Globalization;
using Platform.Archives.Features;
using Platform.Archives.Queues;
using Platform.Archives.Sources;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Archives.Building;

/// <summary>Settings of a build.</summary>
public sealed record BuildOptions
{
    /// <summary>A folder, or the HTTP address of a site; it contains futures/um/….</summary>
    public required string Source { get; init; }

    public required string OutputFolder { get; init; }
    public required IReadOnlyList<WorkItem> Items { get; init; }
    public int Workers { get; init; } = 1;

    /// <summary>Name of this process among those that share a queue.</summary>
    public required string Owner { get; init; }

    /// <summary>True to skip a symbol whose meta file states that the range is complete.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>True to keep the archives fetched from a site.</summary>
    public bool KeepZip { get; init; }

    /// <summary>Duration of a lease without renewal.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause before the first retry of a failed request.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Processes a queue of symbols with several workers until no item is pending in any process. Output files are replaced atomically,
/// and the same input gives the same output, so a worker that lost its lease cannot damage the result.
/// </summary>
public sealed class ArchiveBuild(BuildOptions options, IWorkQueue queue, TimeProvider clock, Action<BuildEvent> report)
{
    private const int AttemptsMax = 5;

    private static readonly TimeSpan s_idlePause = TimeSpan.FromSeconds(1);

    private readonly ArchiveLayout _layout = new(options.OutputFolder);

    /// <summary>Runs until every item of the queue is done or failed. Returned faults concern the queue or the installation.</summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancel)
    {
        if (!DuckDbDatabase.Open().TryGet(out DuckDbDatabase? database, out Fault? missing))
            return missing;
        using (database)
        using (HttpClient client = NewClient())
        {
            IArchiveSource source = SourceOf(client);
            Result<Done> added = await queue.AddAsync(options.Items, cancel);
            if (!added.IsOk)
                return added;
            Task<Result<Done>>[] workers = [.. Enumerable.Range(1, options.Workers).Select(number => Task.Run(() => WorkAsync(number, source, database, cancel), cancel))];
            Result<Done>[] ends = await Task.WhenAll(workers);
            return Array.Find(ends, end => !end.IsOk) is { Fault: { } fault } ? fault : Done.Value;
        }
    }

    private async Task<Result<Done>> WorkAsync(int number, IArchiveSource source, DuckDbDatabase database, CancellationToken cancel)
    {
        using DuckDbConnection connection = database.Connect();
        string owner = string.Create(CultureInfo.InvariantCulture, $"{options.Owner}/{number}");
        while (true)
        {
            Result<TakenWork> taken = await queue.TakeAsync(owner, cancel);
            if (!taken.IsOk)
                return taken.Fault;
            if (taken.Value.IsFinished)
                return Done.Value;
            Result<Done> worked = Done.Value;
            if (taken.Value.Lease is { } lease)
                worked = await WorkAsync(lease, source, connection, cancel);
            else
                await Task.Delay(s_idlePause, clock, cancel);
            if (!worked.IsOk)
                return worked;
        }
    }

    private async Task<Result<Done>> WorkAsync(WorkLease lease, IArchiveSource source, DuckDbConnection connection, CancellationToken cancel)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        Task renewing = RenewAsync(lease, lost, ended.Token);
        try
        {
            Result<string> built = await BuildAsync(lease.Item, source, connection, lost.Token);
            Result<bool> kept = await queue.EndAsync(lease, built.IsOk ? WorkState.Done : WorkState.Failed, built.IsOk ? built.Value : built.Fault.Message, cancel);
            if (!kept.IsOk)
                return kept.Fault;
            if (!kept.Value)
                Report(BuildStep.Notice, lease, "the lease was lost; another worker continues with the symbol");
            else
                Report(built.IsOk ? BuildStep.SymbolDone : BuildStep.SymbolFailed, lease, built.IsOk ? built.Value : built.Fault.Message);
            return Done.Value;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Report(BuildStep.Notice, lease, "the lease was lost; another worker continues with the symbol");
            return Done.Value;
        }
        catch (OperationCanceledException)
        {
            await queue.ReturnAsync(lease, CancellationToken.None);
            throw;
        }
        finally
        {
            ended.Cancel();
            await renewing;
        }
    }

    private async Task<Result<string>> BuildAsync(WorkItem item, IArchiveSource source, DuckDbConnection connection, CancellationToken cancel)
    {
        if (options.SkipExisting && Existing(item) is { } meta)
        {
            report(new BuildEvent(BuildStep.SymbolSkipped, item.Symbol, "", $"{_layout.HourFile(item.Symbol)} covers {meta.From} to {meta.To}"));
            return string.Create(CultureInfo.InvariantCulture, $"{meta.Hours} hours, already built");
        }

        report(new BuildEvent(BuildStep.SymbolBegun, item.Symbol, "", $"{item.From} to {item.To}"));
        Result<SymbolMeta> built = await new SymbolBuild(item, source, _layout, connection, report).RunAsync(cancel);
        return built.Then<string>(done => string.Create(CultureInfo.InvariantCulture, $"{done.Hours} hours in {_layout.HourFile(item.Symbol)}"));
    }

    /// <summary>The meta file when it states that the hour file covers all months of the item, and the hour file exists.</summary>
    private SymbolMeta? Existing(WorkItem item)
    {
        if (!File.Exists(_layout.HourFile(item.Symbol)) || !SymbolMeta.Read(_layout.MetaFile(item.Symbol)).TryGet(out SymbolMeta? meta, out _))
            return null;
        bool covers = string.CompareOrdinal(meta.From, item.From) <= 0 && string.CompareOrdinal(meta.To, item.To) >= 0;
        return covers && meta.Complete ? meta : null;
    }

    private async Task RenewAsync(WorkLease lease, CancellationTokenSource lost, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(options.Lease / 4, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCancellationRequested && await queue.RenewAsync(lease, CancellationToken.None) is { IsOk: true, Value: false })
            {
                await lost.CancelAsync();
                return;
            }
        }
    }

    private IArchiveSource SourceOf(HttpClient client) => Uri.TryCreate(options.Source, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
        ? new HttpSource(client, address, _layout.ZipFolder, options.KeepZip, new RetryPolicy(AttemptsMax, options.RetryPause, clock))
        : new FolderSource(options.Source);

    /// <summary>Without a total timeout: each request has its own limits, and a download may continue while bytes arrive.</summary>
    private static HttpClient NewClient() => new() { Timeout = Timeout.InfiniteTimeSpan };

    private void Report(BuildStep step, WorkLease lease, string text) => report(new BuildEvent(step, lease.Item.Symbol, "", text));
}
