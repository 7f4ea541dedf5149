using Platform.Contracts;
using Platform.Hosting.Streams;
using System.Globalization;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Strategy.Targets;

/// <summary>Writes the targets of a run for every account, then the triggers; reads them after a restart and for queries.</summary>
internal sealed class TargetFiles(string positionsFolder, string signalsFolder, string dataFolder, IReadOnlyList<string> accounts, int kept, TimeProvider clock)
{
    private const string Mark = "_target_positions_";
    private const int FilesSearched = 400;

    /// <summary>
    /// Writes the targets of all accounts before the triggers, so that a trigger never refers to a missing file. A repeat after a crash
    /// writes the same targets under the same run id, which the executor recognises.
    /// </summary>
    public Result<Done> Write(TargetSet set, Func<string, string> systemName)
    {
        long now_ms = clock.NowMilliseconds();
        foreach (string account in accounts)
        {
            Result<Done> written = JsonDocumentFile.Write(PathOf(account, now_ms), DocumentOf(set, account, now_ms, systemName), TargetJson.Default.TargetDocument);
            if (!written.IsOk)
                return written;
        }

        foreach (string account in accounts)
        {
            string relative = Path.GetRelativePath(dataFolder, PathOf(account, now_ms)).Replace('\\', '/');
            Result<Done> written = SignalFiles.Execution(signalsFolder, account).Write(new ExecutionTrigger(account, set.Label, set.RunId, relative, now_ms));
            if (!written.IsOk)
                return written;
            Prune(account);
        }

        return Done.Value;
    }

    /// <summary>Symbol to weight of the newest readable file of any account; empty before the first run.</summary>
    public IReadOnlyDictionary<string, double> LastWeights()
    {
        TargetDocument? newest = accounts.SelectMany(account => NewestFirst(account).Take(3)).Select(Read)
            .Where(document => document is not null).MaxBy(document => document!.CreatedAtMs);
        return newest?.Targets.ToDictionary(row => row.Symbol, row => row.Weight, StringComparer.Ordinal) ?? [];
    }

    /// <summary>The file of a run among the newest ones; null when it is no longer stored.</summary>
    public TargetDocument? Find(string runId, string account) =>
        (account.Length > 0 ? [account] : accounts).SelectMany(name => NewestFirst(name).Take(FilesSearched)).Select(Read)
            .FirstOrDefault(document => document?.RunId == runId);

    private static TargetDocument DocumentOf(TargetSet set, string account, long now_ms, Func<string, string> systemName) => new(
        TargetDocument.CurrentSchema, account, set.Label, set.RunId, now_ms, set.Gross.ToString("0.############", CultureInfo.InvariantCulture),
        [.. set.Targets.Select(target => target with { System = systemName(target.Symbol) })], set.Scores);

    private string PathOf(string account, long now_ms) =>
        Path.Combine(positionsFolder, account + Mark + UnixTime.ToDateTimeOffset(now_ms).ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + ".json");

    private IEnumerable<string> NewestFirst(string account) => Directory.Exists(positionsFolder)
        ? Directory.GetFiles(positionsFolder, account + Mark + "*.json").OrderDescending(StringComparer.Ordinal)
        : [];

    private static TargetDocument? Read(string path) =>
        JsonDocumentFile.Read(path, TargetJson.Default.TargetDocument).TryGet(out TargetDocument? document, out Fault? _) ? document : null;

    private void Prune(string account)
    {
        foreach (string old in NewestFirst(account).Skip(kept))
            File.Delete(old);
    }
}
