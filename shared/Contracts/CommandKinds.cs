namespace Platform.Contracts;

/// <summary>The operator's commands as they are written on the command line, in the HTTP API and in the journal.</summary>
public static class CommandKinds
{
    /// <summary>No new run is executed.</summary>
    public const string Pause = "pause";

    /// <summary>Ends a pause.</summary>
    public const string Resume = "resume";

    /// <summary>Closes positions with reduce-only orders; the only one that may name an account.</summary>
    public const string Flatten = "flatten";

    /// <summary>Cancels everything and sends nothing more.</summary>
    public const string Kill = "kill";

    /// <summary>Ends a kill.</summary>
    public const string Revive = "revive";

    public static IReadOnlyList<string> All { get; } = [Pause, Resume, Flatten, Kill, Revive];
}
