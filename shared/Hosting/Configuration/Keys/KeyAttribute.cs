namespace Platform.Hosting.Configuration.Keys;

/// <summary>
/// Declares a property as a configuration key. The text is the key's comment in config/platform.yaml and its description
/// in the schema; the initial value of the property is the default; the range is checked at start.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAttribute(string meaning) : Attribute
{
    /// <summary>The effect of the key, its unit, and the behaviour at the limit.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Minimum of a number.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Maximum of a number.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Regular expression that the whole text must match; empty allows any text.</summary>
    public string Pattern { get; init; } = "";
}
