using Platform.Archives.Sources;

namespace Platform.Archives.Building;

/// <summary>
/// Plans the order in which daily archives are requested for months without a monthly archive. A contract is listed once: months long before its
/// first archive, or long after its last, are skipped when the months next to the known ones are empty.
/// </summary>
internal static class MonthPlan
{
    /// <summary>Ranges of missing months, each ordered from the side with known archives; a range without known neighbours starts with the newest month.</summary>
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
