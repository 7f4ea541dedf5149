using System.Globalization;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Cli.Sessions;

/// <summary>
/// Selects the environment of a start: a new mock session, the newest session to continue, or the testnet or live environment.
/// </summary>
internal static class EnvironmentOpening
{
    /// <summary>
    /// The run with the paths of its environment; Denied when the environment belongs to another exchange or clock. The caller holds the
    /// folder's lock.
    /// </summary>
    /// <param name="note">Called for each folder that was moved or deleted.</param>
    public static Result<RunFolder> Open(RunFolder folder, bool keepState, Action<string, string> note)
    {
        bool isMock = folder.Configuration.Mode == PlatformMode.Mock;
        if (!EarlierLayout.SetAside(folder.Paths, isMock).TryGet(out string? aside, out Fault? fault))
            return fault;
        if (aside.Length > 0)
            note("files of an earlier version", $"were moved to {aside}; they are not used any more");
        if (!isMock)
            return OpenExchange(folder);
        string sessions = FolderOf(folder);
        foreach (string unbegun in MockSessions.In(sessions).Where(name => !File.Exists(InSession(folder, name).IdentityFile)))
            Delete(Path.Combine(sessions, unbegun), note);
        return keepState ? Continue(folder, sessions) : Begin(folder, sessions, note);
    }

    /// <summary>For --keep-state: the settings of the newest session, as overrides of the configuration; empty when there is none.</summary>
    public static IReadOnlyDictionary<string, string> SettingsToContinue(RunFolder folder)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        if (folder.Configuration.Mode != PlatformMode.Mock || !Newest(folder).TryGet(out EnvironmentIdentity? kept, out _))
            return settings;
        settings["PLATFORM__VENUE__MARKET"] = kept.Market;
        settings["PLATFORM__CLOCK__SPEED"] = kept.Speed.ToString(CultureInfo.InvariantCulture);
        if (kept.Symbols > 0)
        {
            settings["PLATFORM__VENUE__SYMBOLS"] = kept.Symbols.ToString(CultureInfo.InvariantCulture);
            settings["PLATFORM__VENUE__SEED"] = kept.Seed.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    /// <summary>Removes the session of a start that failed, so that the one before it stays the newest.</summary>
    public static void Discard(RunFolder folder, Action<string, string> note)
    {
        if (folder.Configuration.Mode == PlatformMode.Mock)
            Delete(folder.Paths.EnvironmentRoot, note);
    }

    private static Result<RunFolder> OpenExchange(RunFolder folder)
    {
        PlatformPaths paths = folder.Paths;
        if (!File.Exists(paths.IdentityFile) && Directory.Exists(paths.EnvironmentRoot) && Directory.EnumerateFileSystemEntries(paths.EnvironmentRoot).Any())
            return new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot} contains files without environment.json, so their exchange is not known. Move it away to start again: mv {paths.EnvironmentRoot} {paths.EnvironmentRoot}-before");
        return EnvironmentFiles.Begin(paths, folder.Configuration, ClockAnchor.RealTime, TimeProvider.System.NowMilliseconds()).Then<RunFolder>(_ => folder);
    }

    private static Result<RunFolder> Continue(RunFolder folder, string sessions)
    {
        if (MockSessions.In(sessions) is not [.., var newest])
            return new Fault(FaultKind.NotFound, $"{sessions} contains no session to continue; start without --keep-state.");
        PlatformPaths paths = InSession(folder, newest);
        if (EnvironmentFiles.CheckIdentity(paths, folder.Configuration).Fault is { } other)
            return other;
        if (folder.Configuration.Venue.Market == StartPlan.Upstream)
            return new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot} mirrored a real exchange, whose market cannot be replayed, so it cannot be continued. Start without --keep-state.");
        return File.Exists(paths.VenueState)
            ? folder with { Paths = paths }
            : new Fault(FaultKind.NotFound, $"{paths.VenueState} is missing: the state of this session's exchange is lost, so it cannot be continued. Start without --keep-state.");
    }

    private static Result<RunFolder> Begin(RunFolder folder, string sessions, Action<string, string> note)
    {
        PlatformPaths paths = InSession(folder, MockSessions.Next(sessions));
        foreach (string old in MockSessions.In(sessions).SkipLast(folder.Configuration.Paths.SessionsKept))
            Delete(Path.Combine(sessions, old), note);
        return FolderCheck.MakeWritable([paths.EnvironmentRoot]) is { } unwritable ? unwritable : folder with { Paths = paths };
    }

    private static Result<EnvironmentIdentity> Newest(RunFolder folder) =>
        MockSessions.In(FolderOf(folder)).LastOrDefault(name => File.Exists(InSession(folder, name).IdentityFile)) is { } newest
            ? EnvironmentFiles.Read(InSession(folder, newest))
            : new Fault(FaultKind.NotFound, "no session exists");

    private static void Delete(string session, Action<string, string> note)
    {
        try
        {
            Directory.Delete(session, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            note(session, $"cannot be deleted: {refused.Message}");
        }
    }

    private static string FolderOf(RunFolder folder) => Path.Combine(folder.Paths.Data, PlatformPaths.FolderOf(folder.Configuration));

    private static PlatformPaths InSession(RunFolder folder, string session) => folder.Paths.In($"{PlatformPaths.FolderOf(folder.Configuration)}/{session}");
}
