namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>Problems of input files: reported when found, up to a number per file, and counted. Single-threaded.</summary>
internal sealed class InputProblems(TextWriter output)
{
    private const int ReportedMax = 20;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Rows and files that were omitted.</summary>
    public int Count => _counts.Values.Sum();

    /// <param name="line">From 1; 0 for the file as a whole.</param>
    /// <param name="problem">The field, its value, what was expected and what to do.</param>
    public void Add(string file, long line, string problem)
    {
        int count = _counts[file] = _counts.GetValueOrDefault(file) + 1;
        if (count <= ReportedMax)
            output.WriteLine(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}");
        else if (count == ReportedMax + 1)
            output.WriteLine($"{file}: more rows are omitted; only the first {ReportedMax} are listed.");
    }

    /// <summary>Prints a note about input that is not omitted.</summary>
    public void Note(string file, string text) => output.WriteLine($"{file}: {text}");
}
