namespace Platform.Hosting.Configuration.Keys;

/// <summary>
/// Makes a property a configuration key. The sentence is the key's comment in config/platform.yaml and its description
/// in the schema; the property's initial value is the default; the range is checked at start.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAttribute(string meaning) : Attribute
{
    /// <summary>What the key decides, its unit, and what happens at the bound.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Smallest allowed number.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed number.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>A pattern that the whole text must match; empty: any text.</summary>
    public string Pattern { get; init; } = "";
}
