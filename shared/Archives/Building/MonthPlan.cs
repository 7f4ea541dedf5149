using Platform.Archives.Sources;

namespace Platform.Archives.Building;

/// <summary>
/// In which order the daily archives of months without a monthly one are looked for. A contract is listed once: months far before its
/// first archive, or after its last, are skipped when the months next to the known ones are empty.
/// </summary>
internal static class MonthPlan
{
    /// <summary>Runs of missing months, each swept from the side where archives are known; a run open at both ends from the newest on.</summary>
    /// <param name="isMissing">For each month of the range, in order.</param>
    public static IEnumerable<IReadOnlyList<ArchiveMonth>> Sweeps(IReadOnlyList<ArchiveMonth> range, Func<ArchiveMonth, bool> isMissing)
    {
        for (int first = 0; first < range.Count; first++)
        {
            if (!isMissing(range[first]))
                continue;
            int end = first;
            while (end < range.Count && isMissing(range[end]))
                end++;
            ArchiveMonth[] run = [.. range.Skip(first).Take(end - first)];
            bool knownBefore = first > 0, knownAfter = end < range.Count;
            if (knownBefore)
                yield return run;
            if (knownAfter || !knownBefore)
                yield return [.. run.Reverse()];
            first = end;
        }
    }
}
