using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Reads typed parameters and stores the first error, which the handler checks once after all reads.</summary>
internal sealed partial class ParameterReader(RequestParameters parameters)
{
    /// <summary>The first error; null for none.</summary>
    public ApiError? Error { get; private set; }

    public bool Has(string name) => parameters[name] is { Length: > 0 };

    public string? Text(string name) => parameters[name] is { Length: > 0 } text ? text : null;

    public string Required(string name)
    {
        if (Text(name) is { } text)
            return text;
        Fail(ApiError.Missing(name));
        return "";
    }

    public long? Long(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            return value;
        Fail(ApiError.IllegalText(name, "^[0-9]{1,20}$"));
        return null;
    }

    public long RequiredLong(string name)
    {
        if (!Has(name))
            Fail(ApiError.Missing(name));
        return Long(name) ?? 0;
    }

    /// <summary>Reads the limit parameter, 1 to <paramref name="largest"/>; <paramref name="standard"/> when absent.</summary>
    public int Limit(int standard, int largest)
    {
        long? value = Long("limit");
        if (value is < 1)
            Fail(ApiError.Malformed("limit"));
        if (value > largest)
            Fail(ApiError.Malformed("limit"));
        return (int)Math.Clamp(value ?? standard, 1, largest);
    }

    /// <summary>Reads startTime and endTime, Unix ms. It is an error when the start is after the end or the range is longer than the maximum; 0 for no maximum.</summary>
    public (long? Start_ms, long? End_ms) Window(int longest_days = 0)
    {
        const long Day_ms = 86_400_000;
        long? start = Long("startTime"), end = Long("endTime");
        if (start > end)
            Fail(ApiError.StartAfterEnd);
        if (longest_days > 0 && end - start > longest_days * Day_ms)
            Fail(new ApiError(-4165, $"Maximum time interval is {longest_days} days."));
        return (start, end);
    }

    public bool? Flag(string name, ApiError? otherwise = null)
    {
        if (Text(name) is not { } text)
            return null;
        if (bool.TryParse(text, out bool value))
            return value;
        Fail(otherwise ?? ApiError.Malformed(name));
        return null;
    }

    public Price? Price(string name) => IsDecimal(name, out string text) && (Primitives.Numbers.Price.TryParse(text, out Price value) || FailPrecision()) ? value : null;

    public Quantity? Quantity(string name) => IsDecimal(name, out string text) && (Primitives.Numbers.Quantity.TryParse(text, out Quantity value) || FailPrecision()) ? value : null;

    public Rate? Rate(string name) => IsDecimal(name, out string text) && (Primitives.Numbers.Rate.TryParse(text, out Rate value) || FailPrecision()) ? value : null;

    public Money? Money(string name) => IsDecimal(name, out string text) && (Primitives.Numbers.Money.TryParse(text, out Money value) || FailPrecision()) ? value : null;

    /// <summary>Reads a parameter that must be one of the given names (case-sensitive); null when absent.</summary>
    public T? OneOf<T>(string name, IReadOnlyDictionary<string, T> names, ApiError otherwise)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (names.TryGetValue(text, out T value))
            return value;
        Fail(otherwise);
        return null;
    }

    public void Fail(ApiError error) => Error ??= error;

    /// <summary>Reads the text of a decimal number: digits with at most one decimal point. A leading minus is accepted here, because negative values have separate error codes.</summary>
    private bool IsDecimal(string name, out string text)
    {
        text = Text(name) ?? "";
        if (text.Length == 0)
            return false;
        if (PlainDecimal().IsMatch(text))
            return true;
        Fail(ApiError.IllegalText(name, "^([0-9]{1,20})(\\.[0-9]{1,20})?$"));
        return false;
    }

    /// <summary>Sets the error for a number with more digits than the exchange supports; returns false.</summary>
    private bool FailPrecision()
    {
        Fail(ApiError.OverPrecision);
        return false;
    }

    [GeneratedRegex(@"^-?[0-9]{1,20}(\.[0-9]{1,20})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainDecimal();
}
