namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>The states of spec/quant.md §5.4. The numeric values are stored.</summary>
public enum WyckoffPhase : byte
{
    Unknown = 0,
    Accumulation = 1,
    Markup = 2,
    Distribution = 3,
    Markdown = 4,
}

/// <summary>Names and signs of the phases.</summary>
public static class WyckoffPhases
{
    /// <summary>The spec's spelling, such as ACCUMULATION.</summary>
    public static string Name(this WyckoffPhase phase) => phase switch
    {
        WyckoffPhase.Accumulation => "ACCUMULATION",
        WyckoffPhase.Markup => "MARKUP",
        WyckoffPhase.Distribution => "DISTRIBUTION",
        WyckoffPhase.Markdown => "MARKDOWN",
        _ => "UNKNOWN",
    };

    public static bool IsRange(this WyckoffPhase phase) => phase is WyckoffPhase.Accumulation or WyckoffPhase.Distribution;

    /// <summary>φ of spec/quant.md §5.7: from −1 in a markdown to +1 in a markup.</summary>
    public static double Lean(this WyckoffPhase phase) => phase switch
    {
        WyckoffPhase.Markup => 1,
        WyckoffPhase.Accumulation => 0.5,
        WyckoffPhase.Distribution => -0.5,
        WyckoffPhase.Markdown => -1,
        _ => 0,
    };
}

/// <summary>The input of the transition table for one bar.</summary>
/// <param name="Range">RNG: the market has been in a range for long enough.</param>
/// <param name="Up">UP5: an efficient upward move for long enough.</param>
/// <param name="Down">DN5: an efficient downward move for long enough.</param>
/// <param name="BreakUp">BU: a close above the range.</param>
/// <param name="BreakDown">BD: a close below the range.</param>
/// <param name="Evidence">A_t, including this bar's signals.</param>
/// <param name="SlopeAtRangeStart">slope40 of the bar at which the range was frozen.</param>
public readonly record struct PhasePredicates(bool Range, bool Up, bool Down, bool BreakUp, bool BreakDown, double Evidence, double SlopeAtRangeStart);

/// <summary>The transition table of spec/quant.md §5.4.</summary>
public static class PhaseTransitions
{
    /// <summary>The phase after the bar: the first matching rule, at most one transition.</summary>
    public static WyckoffPhase Next(WyckoffPhase phase, in PhasePredicates bar, WyckoffOptions options) => phase switch
    {
        WyckoffPhase.Markdown when bar.Up => WyckoffPhase.Markup,
        WyckoffPhase.Markdown when bar.Range && bar.Evidence >= options.Confirm => WyckoffPhase.Accumulation,
        WyckoffPhase.Accumulation when bar.BreakUp => WyckoffPhase.Markup,
        WyckoffPhase.Accumulation when bar.BreakDown => WyckoffPhase.Markdown,
        WyckoffPhase.Accumulation when bar.Evidence <= -options.Relabel => WyckoffPhase.Distribution,
        WyckoffPhase.Markup when bar.Down => WyckoffPhase.Markdown,
        WyckoffPhase.Markup when bar.Range && bar.Evidence <= -options.Confirm => WyckoffPhase.Distribution,
        WyckoffPhase.Distribution when bar.BreakDown => WyckoffPhase.Markdown,
        WyckoffPhase.Distribution when bar.BreakUp => WyckoffPhase.Markup,
        WyckoffPhase.Distribution when bar.Evidence >= options.Relabel => WyckoffPhase.Accumulation,
        WyckoffPhase.Unknown when bar.Range => bar.SlopeAtRangeStart < 0 ? WyckoffPhase.Accumulation : WyckoffPhase.Distribution,
        WyckoffPhase.Unknown when bar.Up => WyckoffPhase.Markup,
        WyckoffPhase.Unknown when bar.Down => WyckoffPhase.Markdown,
        _ => phase,
    };
}
