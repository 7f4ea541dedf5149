namespace Platform.Calculators;

/// <summary>The version of what a factor author builds against. A plugin built against another major version is not loaded.</summary>
public static class CalculatorContract
{
    /// <summary>Equal to the major number of this assembly's version; grows only when existing plugins must be rebuilt.</summary>
    public const int Version = 1;

    /// <summary>Longest name of a calculator.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Lower-case letters, digits and underscores, starting with a letter.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text[0] is >= 'a' and <= 'z'
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
