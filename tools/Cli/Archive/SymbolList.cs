using System.Text;
using Platform.Archives.Sources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Archive;

/// <summary>The symbols of a command, from an option or from a file with one symbol per line, where # begins a comment.</summary>
internal static class SymbolList
{
    public static Result<IReadOnlyList<string>> Read(string? symbols, string? file) => (symbols, file) switch
    {
        (null, null) => new Fault(FaultKind.Invalid, "no symbols: give --symbols BTCUSDT,ETHUSDT or --symbols-file FILE with one symbol a line"),
        (not null, not null) => new Fault(FaultKind.Invalid, "--symbols and --symbols-file exclude each other; give one of them"),
        (not null, null) => Check(symbols.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(symbol => ("--symbols", symbol)), "--symbols"),
        (null, not null) => ReadFile(file),
    };

    private static Result<IReadOnlyList<string>> ReadFile(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path, Encoding.UTF8);
            return Check(lines.Select((line, i) => ($"{path}:{i + 1}", line.Split('#')[0].Trim())).Where(row => row.Item2.Length > 0), path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Invalid, $"cannot read the symbols file: {refused.Message}");
        }
    }

    private static Result<IReadOnlyList<string>> Check(IEnumerable<(string Place, string Symbol)> rows, string source)
    {
        var symbols = new List<string>();
        foreach ((string place, string text) in rows)
        {
            string symbol = text.ToUpperInvariant();
            if (ArchivePath.SymbolProblem(symbol) is { } problem)
                return new Fault(FaultKind.Invalid, $"{place}: the symbol '{text}' {problem}");
            if (!symbols.Contains(symbol))
                symbols.Add(symbol);
        }

        return symbols.Count > 0 ? symbols : new Fault(FaultKind.Invalid, $"{source} contains no symbol; expected at least one");
    }
}
