namespace Platform.Calculators;

/// <summary>The version of the API that calculators are built against. A plugin built against another major version is not loaded.</summary>
public static class CalculatorContract
{
    /// <summary>Equal to the major version of this assembly; increases only when existing plugins must be rebuilt.</summary>
    public const int Version = 1;

    /// <summary>Maximum length of a calculator's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>True for lower-case letters, digits and underscores that start with a letter.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text[0] is >= 'a' and <= 'z'
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
