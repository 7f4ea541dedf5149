using System.Text.Json;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Runs;

/// <summary>One root folder with the configuration with which its run was started; the input of every command.</summary>
internal sealed record RunFolder(ProcessArguments Arguments, PlatformConfiguration Configuration, PlatformPaths Paths, PlatformAddresses Addresses, IReadOnlyDictionary<string, string> Overrides)
{
    /// <summary>The overrides of the start, for later commands.</summary>
    public string OverridesFile => Path.Combine(Paths.Run, "overrides.json");

    /// <summary>For a start: the configuration, overridden by the environment, then by the command line.</summary>
    public static Result<RunFolder> ForStart(string root, string config, IReadOnlyDictionary<string, string> overrides)
    {
        var arguments = new ProcessArguments(Path.GetFullPath(root), ProcessArguments.FindConfig(Path.GetFullPath(root), config), "");
        return ProcessSetup.ReadConfiguration(arguments, Merge(overrides)).Then<RunFolder>(configuration =>
            new RunFolder(arguments, configuration, PlatformPaths.Of(arguments.Root, configuration), new PlatformAddresses(configuration), overrides));
    }

    /// <summary>For every later command: applies the overrides that the start stored in data/run again.</summary>
    public static Result<RunFolder> ForRunning(string root, string config)
    {
        Dictionary<string, string> none = [];
        if (!ForStart(root, config, none).TryGet(out RunFolder? folder, out Fault? fault))
            return fault;
        string file = folder.OverridesFile;
        if (!File.Exists(file))
            return folder;
        try
        {
            return ForStart(root, config, JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file)) ?? none);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Corrupt, $"{file}: not readable: {unreadable.Message} Remove it, then stop remaining processes with: platform down");
        }
    }

    /// <summary>Stores the overrides for the commands after the start.</summary>
    public Result<Done> Remember() =>
        AtomicFile.Write(OverridesFile, JsonSerializer.SerializeToUtf8Bytes(Overrides));

    /// <summary>
    /// The address and token for calls to the processes of this run. NotFound when the platform was not started here, or belongs to
    /// another user.
    /// </summary>
    public Result<CallAccess> Access() => CallAccess.Read(Paths, Configuration.Network);

    /// <summary>Time limit of a call to a process of the run, in real time.</summary>
    public static DateTime Deadline(TimeSpan limit) => TimeProvider.System.GetUtcNow().UtcDateTime + limit;

    /// <summary>The environment variables that every child process gets.</summary>
    public Dictionary<string, string> ChildEnvironment() => new(Overrides)
    {
        [ProcessArguments.RootVariable] = Arguments.Root,
        [ProcessArguments.ConfigVariable] = Arguments.ConfigFile,
    };

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> overrides)
    {
        var environment = new Dictionary<string, string>(ProcessSetup.Environment(), StringComparer.Ordinal);
        foreach ((string name, string value) in overrides)
            environment[name] = value;
        return environment;
    }
}
