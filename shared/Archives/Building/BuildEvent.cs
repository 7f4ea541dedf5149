namespace Platform.Archives.Building;

/// <summary>What a build reports on the way.</summary>
public enum BuildStep
{
    /// <summary>A worker began a symbol.</summary>
    SymbolBegun,

    /// <summary>A minute file was written.</summary>
    MonthBuilt,

    /// <summary>A minute file was there already and was taken.</summary>
    MonthReused,

    /// <summary>The source has no archive of the month.</summary>
    MonthAbsent,
    MonthFailed,

    /// <summary>Something that a person should know and that stops nothing.</summary>
    Notice,
    SymbolDone,
    SymbolFailed,

    /// <summary>The hour file was there already and was taken.</summary>
    SymbolSkipped,
}

/// <summary>One report of a build.</summary>
/// <param name="Month">YYYY-MM; empty where the report is about the whole symbol.</param>
public readonly record struct BuildEvent(BuildStep Step, string Symbol, string Month, string Text);
