using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>Columns of one bar length, with the number of bars that the view must hold of them.</summary>
public sealed record SeriesNeed(BarInterval Interval, int Lookback, IReadOnlyList<BarField> Fields)
{
    /// <exception cref="UndeclaredNeedException">The column is not declared.</exception>
    public void RequireField(BarField field)
    {
        if (!Fields.Contains(field))
            throw new UndeclaredNeedException($"column {field} of {Interval} bars is not in Needs; declared are {string.Join(", ", Fields)}");
    }
}

/// <summary>A calculator read what it had not declared; the message states what to add to its Needs.</summary>
public sealed class UndeclaredNeedException(string message) : Exception(message);

/// <summary>
/// What a calculator reads. The strategy process keeps exactly this, for every symbol, so a column more costs memory:
/// 8 bytes × bars × symbols. A view refuses what was not asked for, so that a result never depends on other calculators.
/// </summary>
public sealed record CalculatorNeeds
{
    /// <summary>Bars that one calculator may ask for, of any length.</summary>
    public const int MaxLookback = 20_000;

    private CalculatorNeeds(IReadOnlyList<SeriesNeed> series) => Series = series;

    public IReadOnlyList<SeriesNeed> Series { get; private init; }

    /// <summary>Newest funding settlements per symbol; 0 for none.</summary>
    public int FundingPoints { get; private init; }

    /// <summary>Newest 5-minute bars of the premium index per symbol; 0 for none.</summary>
    public int PremiumBars { get; private init; }

    public static CalculatorNeeds Nothing { get; } = new([]);

    /// <summary>5-minute bars: the usual case.</summary>
    public static CalculatorNeeds Bars(int lookback, params BarField[] fields) => Nothing.AndBars(BarInterval.M5, lookback, fields);

    /// <summary>Also bars of another length, rolled up from the 5-minute bars; only closed ones are seen.</summary>
    public CalculatorNeeds AndBars(BarInterval interval, int lookback, params BarField[] fields)
    {
        if (lookback is < 1 or > MaxLookback)
            throw new ArgumentOutOfRangeException(nameof(lookback), lookback, $"a lookback is 1 to {MaxLookback} bars");
        if (Series.Any(need => need.Interval == interval))
            throw new ArgumentException($"{interval} bars are asked for twice; name all their columns in one request", nameof(interval));
        return this with { Series = [.. Series, new SeriesNeed(interval, lookback, [.. fields.Distinct()])] };
    }

    public CalculatorNeeds AndFunding(int points) => this with { FundingPoints = points };

    public CalculatorNeeds AndPremiumIndex(int bars) => this with { PremiumBars = bars };
}
