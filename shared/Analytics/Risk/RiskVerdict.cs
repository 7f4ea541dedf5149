using System.Globalization;

namespace Platform.Analytics.Risk;

/// <summary>The action after a breach, from mild to severe.</summary>
public enum RiskAction : byte
{
    None = 0,

    /// <summary>The order is not sent.</summary>
    Deny = 1,

    /// <summary>Only orders that reduce a position are sent.</summary>
    ReduceOnly = 2,

    /// <summary>No new run starts, and working parents end.</summary>
    Pause = 3,

    /// <summary>All positions are closed.</summary>
    Flatten = 4,
}

/// <summary>A limit that is exceeded, or whose figure is unknown, which counts as exceeded.</summary>
/// <param name="Rule">Name of the limit in the configuration; constant while the breach lasts.</param>
/// <param name="Message">Text with the value, the limit, and the configuration key of the limit.</param>
public sealed record RiskBreach(string Rule, RiskAction Action, string Message)
{
    /// <summary>Null when the value is within the limit. NaN is a breach, because an unknown value is not safe.</summary>
    public static RiskBreach? Above(string rule, RiskAction action, string what, double value, double limit, string format = "0.##") =>
        value <= limit ? null : new RiskBreach(rule, action, string.Create(CultureInfo.InvariantCulture, $"{what} {Text(value, format)}, above the limit of {Text(limit, format)} (risk.{rule})"));

    /// <summary>Null when the value is at the limit or higher; NaN is a breach.</summary>
    public static RiskBreach? Below(string rule, RiskAction action, string what, double value, double limit, string format = "0.##") =>
        value >= limit ? null : new RiskBreach(rule, action, string.Create(CultureInfo.InvariantCulture, $"{what} {Text(value, format)}, below the limit of {Text(limit, format)} (risk.{rule})"));

    private static string Text(double value, string format) => double.IsNaN(value) ? "not computable" : value.ToString(format, CultureInfo.InvariantCulture);
}
