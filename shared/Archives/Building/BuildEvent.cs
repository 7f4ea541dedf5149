namespace Platform.Archives.Building;

/// <summary>The kinds of progress reports of a build.</summary>
public enum BuildStep
{
    /// <summary>A worker started a symbol.</summary>
    SymbolBegun,

    /// <summary>A minute file was written.</summary>
    MonthBuilt,

    /// <summary>An existing minute file was used.</summary>
    MonthReused,

    /// <summary>The source has no archive of the month.</summary>
    MonthAbsent,
    MonthFailed,

    /// <summary>A notice for the user; the build continues.</summary>
    Notice,
    SymbolDone,
    SymbolFailed,

    /// <summary>The symbol was skipped because its hour file exists.</summary>
    SymbolSkipped,
}

/// <summary>One progress report of a build.</summary>
/// <param name="Month">YYYY-MM; empty when the report concerns the whole symbol.</param>
public readonly record struct BuildEvent(BuildStep Step, string Symbol, string Month, string Text);
