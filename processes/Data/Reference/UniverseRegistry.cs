using Platform.Data.Store;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;

namespace Platform.Data.Reference;

/// <summary>
/// The symbols in force on each day, and the instruments as last read from the exchange. The universe schedule writes; any thread reads.
/// </summary>
internal sealed class UniverseRegistry
{
    private volatile IReadOnlyList<Instrument> _instruments = [];
    private volatile IReadOnlyList<(long Day_ms, IReadOnlyList<string> Symbols)> _days = [];

    /// <summary>Instruments as last read from the exchange.</summary>
    public IReadOnlyList<Instrument> Instruments
    {
        get => _instruments;
        set => _instruments = value;
    }

    /// <summary>Symbols of the newest day at or before the label's; empty before the first.</summary>
    public IReadOnlyList<string> At(Label label)
    {
        IReadOnlyList<(long Day_ms, IReadOnlyList<string> Symbols)> days = _days;
        for (int i = days.Count - 1; i >= 0; i--)
        {
            if (days[i].Day_ms <= label.Start_ms)
                return days[i].Symbols;
        }

        return [];
    }

    /// <summary>Sets a day's symbols; the newest week of days is kept.</summary>
    public void Set(long day_ms, IReadOnlyList<string> symbols)
    {
        long start_ms = DayFiles.StartOf(day_ms);
        _days = [.. _days.Where(day => day.Day_ms != start_ms).Append((Day_ms: start_ms, symbols)).OrderBy(day => day.Day_ms).TakeLast(7)];
    }
}
