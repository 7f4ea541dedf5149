using System.Globalization;
using Platform.Archives.Building;
using Platform.Archives.Queues;

namespace Platform.Cli.Archive;

/// <summary>
/// Shows the progress of a build: a line per month and symbol, and on a terminal a progress bar below them. Any thread may report.
/// </summary>
internal sealed class BuildProgress(int months) : IDisposable
{
    private const int BarWidth = 30;

    private readonly Lock _gate = new();
    private readonly bool _hasBar = !Console.IsOutputRedirected;
    private int _monthsEnded;
    private int _barLength;

    public void Show(BuildEvent step)
    {
        string? line = step.Step switch
        {
            BuildStep.SymbolBegun => $"{step.Symbol}: {step.Text}",
            BuildStep.MonthBuilt => $"{step.Symbol} {step.Month}: {step.Text}",
            BuildStep.MonthReused => $"{step.Symbol} {step.Month}: already built",
            BuildStep.MonthAbsent => $"{step.Symbol} {step.Month}: {step.Text}",
            BuildStep.MonthFailed => $"{step.Symbol} {step.Month}: FAILED: {step.Text}",
            BuildStep.SymbolSkipped => $"{step.Symbol}: skipped, {step.Text}",
            BuildStep.SymbolDone => $"{step.Symbol}: done, {step.Text}",
            BuildStep.SymbolFailed => $"{step.Symbol}: FAILED: {step.Text}",
            _ => $"{step.Symbol} {step.Month}: {step.Text}",
        };
        lock (_gate)
        {
            if (step.Step is BuildStep.MonthBuilt or BuildStep.MonthReused or BuildStep.MonthAbsent or BuildStep.MonthFailed)
                _monthsEnded++;
            WriteLine(line, step.Step is BuildStep.MonthFailed or BuildStep.SymbolFailed);
        }
    }

    public void Say(string line)
    {
        lock (_gate)
            WriteLine(line, isError: true);
    }

    /// <summary>Prints the summary and returns the exit code: 0 when every symbol is done, 1 otherwise.</summary>
    public int Conclude(IReadOnlyList<WorkEntry> entries)
    {
        WorkEntry[] left = [.. entries.Where(entry => entry.State != WorkState.Done)];
        lock (_gate)
        {
            ClearBar();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries.Count - left.Length} of {entries.Count} symbols done"));
            foreach (WorkEntry entry in left)
                Console.Error.WriteLine($"not done: {entry.Item.Symbol} {entry.Item.From} to {entry.Item.To}");
        }

        return left.Length == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        lock (_gate)
            ClearBar();
    }

    private void WriteLine(string line, bool isError)
    {
        ClearBar();
        (isError ? Console.Error : Console.Out).WriteLine(line);
        if (!_hasBar)
            return;
        int full = months == 0 ? BarWidth : (int)((long)Math.Min(_monthsEnded, months) * BarWidth / months);
        string bar = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', BarWidth - full)}] {_monthsEnded} of {months} months");
        _barLength = bar.Length;
        Console.Write(bar);
    }

    private void ClearBar()
    {
        if (_barLength > 0)
            Console.Write($"\r{new string(' ', _barLength)}\r");
        _barLength = 0;
    }
}
