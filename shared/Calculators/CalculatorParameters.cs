using System.Globalization;

namespace Platform.Calculators;

/// <summary>
/// The configured parameters of one calculator (strategy.calculators.parameters.NAME). Read every key in the constructor:
/// a key that is not read is treated as misspelled, and the calculator is refused with a message that names the key.
/// </summary>
public sealed class CalculatorParameters(IReadOnlyDictionary<string, string> values)
{
    private readonly SortedSet<string> _unread = new(values.Keys, StringComparer.Ordinal);

    /// <summary>No parameters; every default applies.</summary>
    public static CalculatorParameters None => new(new Dictionary<string, string>());

    /// <summary>Configured keys that were not read.</summary>
    public IReadOnlyCollection<string> Unread => _unread;

    public int Integer(string key, int otherwise, int min, int max)
    {
        if (Take(key) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new CalculatorParameterException($"parameter {key} is '{text}': expected a whole number from {min} to {max}");
    }

    public double Number(string key, double otherwise, double min, double max)
    {
        if (Take(key) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max
            ? value
            : throw new CalculatorParameterException(string.Create(CultureInfo.InvariantCulture, $"parameter {key} is '{text}': expected a number from {min} to {max}"));
    }

    /// <summary>Reads one of a fixed set of values.</summary>
    public string Choice(string key, string otherwise, params string[] allowed)
    {
        string text = Take(key) ?? otherwise;
        return allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new CalculatorParameterException($"parameter {key} is '{text}': expected one of {string.Join(", ", allowed)}");
    }

    private string? Take(string key)
    {
        _unread.Remove(key);
        return values.TryGetValue(key, out string? text) ? text : null;
    }
}

/// <summary>A configured parameter is invalid for the calculator; the message names it and states what was expected.</summary>
public sealed class CalculatorParameterException(string message) : Exception(message);
