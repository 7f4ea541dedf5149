using System.Globalization;

namespace Platform.Analytics.Risk;

/// <summary>What follows from a breach, from mild to severe.</summary>
public enum RiskAction : byte
{
    None = 0,

    /// <summary>This order is not sent.</summary>
    Deny = 1,

    /// <summary>Only what reduces a position is sent.</summary>
    ReduceOnly = 2,

    /// <summary>No new run begins and working parents end.</summary>
    Pause = 3,

    /// <summary>Every position is closed.</summary>
    Flatten = 4,
}

/// <summary>One limit that is exceeded, or a figure that cannot be evaluated, which counts as exceeded.</summary>
/// <param name="Rule">The limit's name as the configuration spells it; stays the same while the breach lasts.</param>
/// <param name="Message">The value, the limit, and the key that sets the limit.</param>
public sealed record RiskBreach(string Rule, RiskAction Action, string Message)
{
    /// <summary>Null when the value is within the limit. NaN is a breach: what cannot be computed is not safe.</summary>
    public static RiskBreach? Above(string rule, RiskAction action, string what, double value, double limit, string format = "0.##") =>
        value <= limit ? null : new RiskBreach(rule, action, string.Create(CultureInfo.InvariantCulture, $"{what} {Text(value, format)}, above risk.{rule} {Text(limit, format)}"));

    /// <summary>Null when the value is at the limit or higher; NaN is a breach.</summary>
    public static RiskBreach? Below(string rule, RiskAction action, string what, double value, double limit, string format = "0.##") =>
        value >= limit ? null : new RiskBreach(rule, action, string.Create(CultureInfo.InvariantCulture, $"{what} {Text(value, format)}, below risk.{rule} {Text(limit, format)}"));

    private static string Text(double value, string format) => double.IsNaN(value) ? "not computable" : value.ToString(format, CultureInfo.InvariantCulture);
}
