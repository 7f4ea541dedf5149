using Platform.Domain.Labels;

namespace Platform.Calculators;

/// <summary>Columns of one bar length and the number of bars that the view must contain.</summary>
public sealed record SeriesNeed(BarInterval Interval, int Lookback, IReadOnlyList<BarField> Fields)
{
    /// <exception cref="UndeclaredNeedException">The column is not declared.</exception>
    public void RequireField(BarField field)
    {
        if (!Fields.Contains(field))
            throw new UndeclaredNeedException($"column {field} of {Interval} bars is not declared in Needs; declared columns: {string.Join(", ", Fields)}");
    }
}

/// <summary>A calculator read data that it had not declared; the message states what to add to its Needs.</summary>
public sealed class UndeclaredNeedException(string message) : Exception(message);

/// <summary>
/// The data that a calculator reads. The strategy process keeps exactly these columns for every symbol, so each column costs memory:
/// 8 bytes × bars × symbols. A view refuses undeclared data, so that a result does not depend on other calculators.
/// </summary>
public sealed record CalculatorNeeds
{
    /// <summary>Maximum lookback of one calculator, in bars of any length.</summary>
    public const int MaxLookback = 20_000;

    private CalculatorNeeds(IReadOnlyList<SeriesNeed> series) => Series = series;

    public IReadOnlyList<SeriesNeed> Series { get; private init; }

    /// <summary>Newest funding settlements per symbol; 0 for none.</summary>
    public int FundingPoints { get; private init; }

    /// <summary>Newest 5-minute bars of the premium index per symbol; 0 for none.</summary>
    public int PremiumBars { get; private init; }

    public static CalculatorNeeds Nothing { get; } = new([]);

    /// <summary>Declares 5-minute bars, the usual case.</summary>
    public static CalculatorNeeds Bars(int lookback, params BarField[] fields) => Nothing.AndBars(BarInterval.M5, lookback, fields);

    /// <summary>Adds bars of another length, rolled up from the 5-minute bars; the view contains closed bars only.</summary>
    public CalculatorNeeds AndBars(BarInterval interval, int lookback, params BarField[] fields)
    {
        if (lookback is < 1 or > MaxLookback)
            throw new ArgumentOutOfRangeException(nameof(lookback), lookback, $"the lookback must be 1 to {MaxLookback} bars");
        if (Series.Any(need => need.Interval == interval))
            throw new ArgumentException($"{interval} bars are declared twice; list all their columns in one declaration", nameof(interval));
        return this with { Series = [.. Series, new SeriesNeed(interval, lookback, [.. fields.Distinct()])] };
    }

    public CalculatorNeeds AndFunding(int points) => this with { FundingPoints = points };

    public CalculatorNeeds AndPremiumIndex(int bars) => this with { PremiumBars = bars };
}
