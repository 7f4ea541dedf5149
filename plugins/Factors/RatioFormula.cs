using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Calculators;

namespace Platform.Factors;

/// <summary>A factor written as its name: AGG_NUMERATOR_over_DENOMINATOR_rank[_N] (spec/quant.md §2.3).</summary>
internal sealed partial record RatioFormula(string Name, RatioAggregate Aggregate, BarField Numerator, BarField Denominator, int Window)
{
    public const int DefaultWindow = 1000;

    /// <summary>Null when the name is not of this form at all; throws, naming the wrong part, when it is but cannot be read.</summary>
    public static RatioFormula? Parse(string name)
    {
        Match match = Form().Match(name);
        if (!match.Success)
            return null;
        RatioAggregate aggregate = Enum.Parse<RatioAggregate>(match.Groups["agg"].Value, ignoreCase: true);
        int window = match.Groups["n"].Success ? WindowOf(name, match.Groups["n"].Value) : DefaultWindow;
        return new RatioFormula(name, aggregate, FieldOf(name, match.Groups["num"].Value), FieldOf(name, match.Groups["den"].Value), window);
    }

    private static BarField FieldOf(string name, string column) => BarFields.TryParse(column, out BarField field)
        ? field
        : throw new CalculatorParameterException($"'{column}' in {name} is not a column; columns are {string.Join(", ", BarFields.KnownNames)}");

    private static int WindowOf(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int window) && window is >= 1 and <= CalculatorNeeds.MaxLookback
            ? window
            : throw new CalculatorParameterException($"the window '{text}' in {name} is not a whole number from 1 to {CalculatorNeeds.MaxLookback}");

    [GeneratedRegex("^(?<agg>mean|sum|last|std|ema)_(?<num>.+)_over_(?<den>.+?)_rank(?:_(?<n>[0-9]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
