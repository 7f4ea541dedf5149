using System.Globalization;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Wire;

/// <summary>Reads typed parameters one after the other and keeps the first thing that was wrong; the handler asks for it once, at the end.</summary>
internal sealed class ParameterReader(RequestParameters parameters)
{
    /// <summary>The first error met; null while all is well.</summary>
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

    /// <summary>A limit between 1 and the largest; the default when absent.</summary>
    public int Limit(int standard, int largest)
    {
        long? value = Long("limit");
        if (value is < 1)
            Fail(ApiError.Malformed("limit"));
        if (value > largest)
            Fail(ApiError.Malformed("limit"));
        return (int)Math.Clamp(value ?? standard, 1, largest);
    }

    /// <summary>Start and end in Unix ms; start after end is an error, and so is a span beyond the longest, if there is one.</summary>
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

    public Price? Price(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Primitives.Numbers.Price.TryParse(text, out Price value))
            return value;
        FailDecimal(name, text);
        return null;
    }

    public Quantity? Quantity(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Primitives.Numbers.Quantity.TryParse(text, out Quantity value))
            return value;
        FailDecimal(name, text);
        return null;
    }

    /// <summary>One of the given words, exactly as spelled.</summary>
    public T? OneOf<T>(string name, IReadOnlyDictionary<string, T> words, ApiError otherwise)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (words.TryGetValue(text, out T value))
            return value;
        Fail(otherwise);
        return null;
    }

    public void Fail(ApiError error) => Error ??= error;

    private void FailDecimal(string name, string text)
    {
        bool isDecimal = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        Fail(isDecimal ? ApiError.OverPrecision : ApiError.IllegalText(name, "^([0-9]{1,20})(\\.[0-9]{1,20})?$"));
    }
}
