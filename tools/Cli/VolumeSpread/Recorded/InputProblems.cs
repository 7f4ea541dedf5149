namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>What was wrong with input files: reported as it is found, a bounded number per file, and counted. One thread.</summary>
internal sealed class InputProblems(TextWriter output)
{
    private const int ReportedMax = 20;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Rows and files that were left out.</summary>
    public int Count => _counts.Values.Sum();

    /// <param name="line">From 1; 0 for the file as a whole.</param>
    /// <param name="problem">Which field, what it is, what was expected and what to do.</param>
    public void Add(string file, long line, string problem)
    {
        int count = _counts[file] = _counts.GetValueOrDefault(file) + 1;
        if (count <= ReportedMax)
            output.WriteLine(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}");
        else if (count == ReportedMax + 1)
            output.WriteLine($"{file}: more rows are left out; only the first {ReportedMax} are named.");
    }

    /// <summary>Something to know that leaves nothing out.</summary>
    public void Note(string file, string text) => output.WriteLine($"{file}: {text}");
}
