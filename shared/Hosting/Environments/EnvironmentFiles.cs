using System.Globalization;
using System.Text;
using Platform.Hosting.Configuration;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Hosting.Environments;

/// <summary>Creates or continues an environment, and refuses processes that do not belong to it.</summary>
public static class EnvironmentFiles
{
    /// <summary>Maximum backward correction of the machine's clock between two starts.</summary>
    private const long ClockCorrection_ms = 60_000;

    /// <summary>Reads the identity of the environment; NotFound when there is none.</summary>
    public static Result<EnvironmentIdentity> Read(PlatformPaths paths)
    {
        if (!File.Exists(paths.IdentityFile))
            return new Fault(FaultKind.NotFound, $"{paths.EnvironmentRoot} has no environment.json, which identifies the exchange and clock of its files. scripts/platform up writes it.");
        Result<EnvironmentIdentity> read = JsonDocumentFile.Read(paths.IdentityFile, IdentityJson.Default.EnvironmentIdentity);
        return read.IsOk && read.Value.Schema != EnvironmentIdentity.CurrentSchema
            ? new Fault(FaultKind.Invalid, $"{paths.IdentityFile}: schema {read.Value.Schema}; expected {EnvironmentIdentity.CurrentSchema}. {Remedy(paths, isMock: false)}")
            : read;
    }

    /// <summary>
    /// Called by the start before any process reads the environment: writes the identity of a new environment or checks the identity of an
    /// existing one, and in mock writes the clock.
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

    /// <summary>Called by every process at start: returns the clock of the environment, or a fault when this process does not belong to it.</summary>
    /// <param name="now_ms">Real time, Unix ms.</param>
    public static Result<ClockAnchor> Check(PlatformPaths paths, PlatformConfiguration configuration, long now_ms)
    {
        if (!CheckIdentity(paths, configuration).TryGet(out EnvironmentIdentity? identity, out Fault? fault))
            return fault;
        if (identity.CreatedAt_ms > now_ms + ClockCorrection_ms)
            return new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot} was created at {Time(identity.CreatedAt_ms)}, but the machine's clock is at {Time(now_ms)}, which is earlier. Correct the machine's clock.");
        if (configuration.Mode != PlatformMode.Mock)
            return ClockAnchor.RealTime;
        if (!ClockFile.Read(paths.ClockFile).TryGet(out ClockAnchor? anchor, out fault))
            return fault;
        if (anchor.Speed != identity.Speed || anchor.ToVirtual(now_ms) < identity.Epoch_ms)
        {
            return new Fault(
                FaultKind.Denied,
                string.Create(CultureInfo.InvariantCulture, $"{paths.ClockFile} is at {Time(anchor.ToVirtual(now_ms))} with speed {anchor.Speed}, but the session began at {Time(identity.Epoch_ms)} with speed {identity.Speed}: the file belongs to another session, or the machine's clock was set back. {Remedy(paths, isMock: true)}"));
        }

        return anchor;
    }

    /// <summary>Reads the identity of the environment; Denied, with every difference, when this configuration does not belong to it.</summary>
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

    /// <summary>Succeeds when the API key belongs to the same exchange account as the executor's files, or when there are no files yet; otherwise Denied.</summary>
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
            : new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot}: orders and positions of account '{kept.Account}' belong to the exchange's account {kept.Uid}, but the configured API key of '{account}' belongs to {uid}. Use the previous key, configure another account id for the new key, or move the folder away to start again.");
    }

    private static string Remedy(PlatformPaths paths, bool isMock) => isMock
        ? "Start a new session with scripts/platform up, or continue this session with its own settings: scripts/platform up --keep-state without further options."
        : $"Restore the configuration, or move the folder away to start again: mv {paths.EnvironmentRoot} {paths.EnvironmentRoot}-before";

    private static string Time(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
