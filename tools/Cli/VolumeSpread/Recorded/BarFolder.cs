using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>A folder of minute bars: one file SYMBOL-1m.csv.gz or SYMBOL-1m.csv per symbol.</summary>
internal static class BarFolder
{
    private static readonly string[] Endings = ["-1m.csv.gz", "-1m.csv"];

    /// <summary>The files of the requested symbols, in ordinal order of the symbol; all files of the folder when none is requested.</summary>
    public static Result<IReadOnlyList<(string Symbol, string File)>> Find(string folder, IReadOnlyCollection<string> symbols)
    {
        if (!Directory.Exists(folder))
            return new Fault(FaultKind.NotFound, $"--input {folder}: the folder does not exist; expected a folder with files SYMBOL-1m.csv.gz.");
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string ending in Endings)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*" + ending))
                found.TryAdd(Path.GetFileName(file)[..^ending.Length], file);
        }

        if (found.Count == 0)
            return new Fault(FaultKind.NotFound, $"--input {folder}: contains no file SYMBOL-1m.csv.gz or SYMBOL-1m.csv; expected at least one, such as BTCUSDT-1m.csv.gz.");
        string[] missing = [.. symbols.Where(symbol => !found.ContainsKey(symbol))];
        if (missing.Length > 0)
            return new Fault(FaultKind.NotFound, $"--symbols: {folder} contains no minute bars of {string.Join(", ", missing)}; it has {string.Join(", ", found.Keys)}.");
        return Result<IReadOnlyList<(string, string)>>.Ok([.. found.Where(pair => symbols.Count == 0 || symbols.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value))]);
    }
}
