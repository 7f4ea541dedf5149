using System.Collections;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Hosting.Life;

/// <summary>
/// The validated inputs of a start: arguments, configuration, secrets, the environment's identity and clock, and folders. Each failure is
/// one message.
/// </summary>
public sealed record ProcessSetup(ProcessArguments Arguments, PlatformConfiguration Configuration, AccountSecrets Secrets, PlatformPaths Paths, CallAccess Access, ClockAnchor Anchor)
{
    /// <summary>The environment variables of this process as a dictionary.</summary>
    public static IReadOnlyDictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    public static Result<ProcessSetup> Prepare(string process, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment)
    {
        if (!ProcessArguments.Parse(args, environment).TryGet(out ProcessArguments? arguments, out Fault? fault))
            return fault;
        if (!ReadConfiguration(arguments, environment).TryGet(out PlatformConfiguration? configuration, out fault))
            return fault;
        if (process == "executor" && configuration.AccountIndex(arguments.Account) < 0)
            return new Fault(FaultKind.Invalid, $"account '{arguments.Account}' is not in the configuration; known: {string.Join(", ", configuration.Accounts.Select(account => account.Id))}.");
        AccountSecrets? secrets = AccountSecrets.None;
        if (process == "executor" && !AccountSecrets.Read(configuration, SecretsFile(arguments.ConfigFile), environment, arguments.Account).TryGet(out secrets, out fault))
            return fault;

        var paths = PlatformPaths.Of(arguments.Root, configuration);
        Result<ClockAnchor> anchor = EnvironmentFiles.Check(paths, configuration, TimeProvider.System.NowMilliseconds());
        if (anchor.IsOk && FolderCheck.MakeWritable([.. paths.Folders, .. paths.EnvironmentFolders]) is { } unwritable)
            return unwritable;
        if (!CallAccess.Read(paths, configuration.Network).TryGet(out CallAccess? access, out fault))
            return fault;
        return anchor.IsOk ? new ProcessSetup(arguments, configuration, secrets, paths, access, anchor.Value) : anchor.Fault;
    }

    /// <summary>Reads the configuration file of the arguments; messages show its path relative to the root when it is inside.</summary>
    public static Result<PlatformConfiguration> ReadConfiguration(ProcessArguments arguments, IReadOnlyDictionary<string, string> environment)
    {
        string relative = Path.GetRelativePath(arguments.Root, arguments.ConfigFile);
        string shownAs = relative.StartsWith("..", StringComparison.Ordinal) ? arguments.ConfigFile : relative;
        return ConfigurationReader.Read(arguments.ConfigFile, shownAs, environment);
    }

    public static string SecretsFile(string configFile) => Path.Combine(Path.GetDirectoryName(configFile) ?? ".", "secrets.yaml");
}
