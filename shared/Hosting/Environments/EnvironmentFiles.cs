using System.Globalization;
using System.Text;
using Platform.Hosting.Configuration;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Hosting.Environments;

/// <summary>Creates an environment, continues it, and refuses processes that do not belong to it.</summary>
public static class EnvironmentFiles
{
    /// <summary>So far a machine's clock may be corrected backwards between two starts.</summary>
    private const long ClockCorrection_ms = 60_000;

    /// <summary>The identity of the environment of these paths; NotFound when it has none.</summary>
    public static Result<EnvironmentIdentity> Read(PlatformPaths paths)
    {
        if (!File.Exists(paths.IdentityFile))
            return new Fault(FaultKind.NotFound, $"{paths.EnvironmentRoot} has no environment.json, which states which exchange and clock its files belong to. scripts/platform up writes it.");
        Result<EnvironmentIdentity> read = JsonDocumentFile.Read(paths.IdentityFile, IdentityJson.Default.EnvironmentIdentity);
        return read.IsOk && read.Value.Schema != EnvironmentIdentity.CurrentSchema
            ? new Fault(FaultKind.Invalid, $"{paths.IdentityFile}: schema is {read.Value.Schema}; expected {EnvironmentIdentity.CurrentSchema}. {Remedy(paths, isMock: false)}")
            : read;
    }

    /// <summary>
    /// Called by the start before any process that reads the environment: writes the identity of a new environment, checks that of one
    /// that exists, and in mock writes the clock.
    /// </summary>
    /// <param name="now_ms">Real time, Unix ms.</param>
    public static Result<Done> Begin(PlatformPaths paths, PlatformConfiguration configuration, ClockAnchor anchor, long now_ms)
    {
        Result<Done> begun = File.Exists(paths.IdentityFile)
            ? CheckIdentity(paths, configuration).Then<Done>(_ => Done.Value)
            : JsonDocumentFile.Write(
                paths.IdentityFile,
                EnvironmentIdentity.Of(configuration, paths.Root) with { Epoch_ms = configuration.Mode == PlatformMode.Mock ? anchor.VirtualStart_ms : now_ms, CreatedAt_ms = now_ms },
                IdentityJson.Default.EnvironmentIdentity);
        return configuration.Mode == PlatformMode.Mock
            ? begun.Then(_ => AtomicFile.Write(paths.ClockFile, Encoding.UTF8.GetBytes(ClockFile.ToJson(anchor))))
            : begun;
    }

    /// <summary>Called by every process at start: the clock of the environment, or why this process does not belong to it.</summary>
    /// <param name="now_ms">Real time, Unix ms.</param>
    public static Result<ClockAnchor> Check(PlatformPaths paths, PlatformConfiguration configuration, long now_ms)
    {
        if (!CheckIdentity(paths, configuration).TryGet(out EnvironmentIdentity? identity, out Fault? fault))
            return fault;
        if (identity.CreatedAt_ms > now_ms + ClockCorrection_ms)
            return new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot} was created at {Time(identity.CreatedAt_ms)}, and the machine's clock shows {Time(now_ms)}: it went back. Set the machine's clock.");
        if (configuration.Mode != PlatformMode.Mock)
            return ClockAnchor.RealTime;
        if (!ClockFile.Read(paths.ClockFile).TryGet(out ClockAnchor? anchor, out fault))
            return fault;
        if (anchor.Speed != identity.Speed || anchor.ToVirtual(now_ms) < identity.Epoch_ms)
        {
            return new Fault(
                FaultKind.Denied,
                string.Create(CultureInfo.InvariantCulture, $"{paths.ClockFile} shows {Time(anchor.ToVirtual(now_ms))} at speed {anchor.Speed}, and the session began at {Time(identity.Epoch_ms)} at speed {identity.Speed}: it is another session's clock, or it went back. {Remedy(paths, isMock: true)}"));
        }

        return anchor;
    }

    /// <summary>The identity of the environment, when this configuration belongs to it; Denied with every difference when it does not.</summary>
    public static Result<EnvironmentIdentity> CheckIdentity(PlatformPaths paths, PlatformConfiguration configuration)
    {
        if (!Read(paths).TryGet(out EnvironmentIdentity? kept, out Fault? fault))
            return fault;
        var given = EnvironmentIdentity.Of(configuration, paths.Root);
        IReadOnlyList<string> differences = kept.DifferencesTo(given);
        return differences.Count == 0
            ? kept
            : new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot} belongs to {kept}; this start is for {given}: {string.Join("; ", differences)}. {Remedy(paths, configuration.Mode == PlatformMode.Mock)}");
    }

    /// <summary>Ok when the key in use belongs to the account that an executor's files belong to, or when there are none yet; Denied otherwise.</summary>
    public static Result<Done> ConfirmAccount(PlatformPaths paths, string account, string uid)
    {
        string file = paths.AccountFile(account);
        var given = new AccountIdentity(account, uid);
        if (!File.Exists(file))
            return JsonDocumentFile.Write(file, given, IdentityJson.Default.AccountIdentity);
        if (!JsonDocumentFile.Read(file, IdentityJson.Default.AccountIdentity).TryGet(out AccountIdentity? kept, out Fault? fault))
            return fault;
        return kept == given
            ? Done.Value
            : new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot}: orders and positions of account '{kept.Account}' belong to the exchange's account {kept.Uid}; the key now given for '{account}' belongs to {uid}. Give the former key, use another id in accounts for the new one, or move the folder away to start over.");
    }

    private static string Remedy(PlatformPaths paths, bool isMock) => isMock
        ? "Begin a new session with scripts/platform up, or continue this one in its own settings: scripts/platform up --keep-state with nothing else."
        : $"Set the configuration back, or move the folder away to start over: mv {paths.EnvironmentRoot} {paths.EnvironmentRoot}-before";

    private static string Time(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
