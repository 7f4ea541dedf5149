using System.Globalization;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Configuration.Keys;

/// <summary>Reads and sets numbers of a section by their names in the file, for changes while a process runs.</summary>
public static class KeyedSection
{
    /// <summary>Names of the section's numeric keys.</summary>
    public static IReadOnlyList<string> Numbers(Type section) => [.. KeyCatalog.Of(section).Keys.Where(IsNumber).Select(key => key.Name)];

    /// <summary>The number of a key; null when there is no such numeric key.</summary>
    public static double? Get(object section, string name) =>
        KeyCatalog.Of(section.GetType()).Find(name) is { } key && IsNumber(key) ? Convert.ToDouble(key.Get(section), CultureInfo.InvariantCulture) : null;

    /// <summary>Sets the number of a key in a section instance of the caller. Invalid when the key is unknown or the number is not allowed.</summary>
    public static Result<Done> Set(object section, string name, double value)
    {
        Type type = section.GetType();
        if (KeyCatalog.Of(type).Find(name) is not { } key || !IsNumber(key))
            return new Fault(FaultKind.Invalid, $"'{name}' is not a numeric key of this section; expected one of {string.Join(", ", Numbers(type))}");
        if (!(value >= key.Rule.Min && value <= key.Rule.Max) || (key.Type == typeof(int) && value != Math.Truncate(value)))
            return new Fault(FaultKind.Invalid, string.Create(CultureInfo.InvariantCulture, $"{name} {value} is not allowed: expected a {(key.Type == typeof(int) ? "whole " : "")}number from {key.Rule.Min} to {key.Rule.Max}"));
        key.Set(section, Convert.ChangeType(value, key.Type, CultureInfo.InvariantCulture));
        return Done.Value;
    }

    private static bool IsNumber(ConfigurationKey key) => key.Type == typeof(double) || key.Type == typeof(int);
}
