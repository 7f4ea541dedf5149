namespace Platform.Contracts;

/// <summary>The operator's commands as spelled on the command line, in the HTTP API and in the journals.</summary>
public static class CommandKinds
{
    /// <summary>Executes no new run; parents of active runs send no orders.</summary>
    public const string Pause = "pause";

    /// <summary>Ends a pause or reduce-only.</summary>
    public const string Resume = "resume";

    /// <summary>Sends only orders that reduce a position.</summary>
    public const string ReduceOnly = "reduce-only";

    /// <summary>Pauses, and closes all positions.</summary>
    public const string Flatten = "flatten";

    /// <summary>Ends working parents and cancels every open order; trading continues.</summary>
    public const string Cancel = "cancel";

    /// <summary>Cancels every open order and sends no new orders.</summary>
    public const string Kill = "kill";

    /// <summary>Ends a kill.</summary>
    public const string Revive = "revive";

    /// <summary>Ends the restriction that a broken risk rule caused; needs a reason.</summary>
    public const string Reset = "reset";

    /// <summary>Changes a risk limit of the account until the next change.</summary>
    public const string Limit = "limit";

    public static IReadOnlyList<string> All { get; } = [Pause, Resume, ReduceOnly, Flatten, Cancel, Kill, Revive, Reset, Limit];
}
