namespace Platform.Contracts;

/// <summary>The operator's commands as they are written on the command line, in the HTTP API and in the journals.</summary>
public static class CommandKinds
{
    /// <summary>No new run is executed, and parents of runs at work send nothing.</summary>
    public const string Pause = "pause";

    /// <summary>Ends a pause or reduce-only.</summary>
    public const string Resume = "resume";

    /// <summary>Only what makes a position smaller is sent.</summary>
    public const string ReduceOnly = "reduce-only";

    /// <summary>Pauses, and closes positions until none is left.</summary>
    public const string Flatten = "flatten";

    /// <summary>Ends working parents and cancels every open order; trading goes on.</summary>
    public const string Cancel = "cancel";

    /// <summary>Cancels everything and sends nothing more.</summary>
    public const string Kill = "kill";

    /// <summary>Ends a kill.</summary>
    public const string Revive = "revive";

    /// <summary>Ends what a broken rule holds back; needs a reason.</summary>
    public const string Reset = "reset";

    /// <summary>Changes a risk limit of the account until it is changed again.</summary>
    public const string Limit = "limit";

    public static IReadOnlyList<string> All { get; } = [Pause, Resume, ReduceOnly, Flatten, Cancel, Kill, Revive, Reset, Limit];
}
