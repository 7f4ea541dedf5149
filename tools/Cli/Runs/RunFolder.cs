using System.Text.Json;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Runs;

/// <summary>One root folder with the configuration that its run was started with; every command begins here.</summary>
internal sealed record RunFolder(ProcessArguments Arguments, PlatformConfiguration Configuration, PlatformPaths Paths, PlatformAddresses Addresses, IReadOnlyDictionary<string, string> Overrides)
{
    /// <summary>What the start laid over the configuration, for the commands that come after it.</summary>
    public string OverridesFile => Path.Combine(Paths.Run, "overrides.json");

    /// <summary>For a start: the configuration with the command line's overrides laid over the environment.</summary>
    public static Result<RunFolder> ForStart(string root, string config, IReadOnlyDictionary<string, string> overrides)
    {
        var arguments = new ProcessArguments(Path.GetFullPath(root), ProcessArguments.FindConfig(Path.GetFullPath(root), config), "");
        return ProcessSetup.ReadConfiguration(arguments, Merge(overrides)).Then<RunFolder>(configuration =>
            new RunFolder(arguments, configuration, PlatformPaths.Of(arguments.Root, configuration), new PlatformAddresses(configuration), overrides));
    }

    /// <summary>For every later command: the overrides that the start left in data/run count again.</summary>
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
            return new Fault(FaultKind.Corrupt, $"{file}: not readable: {unreadable.Message} Remove it, then stop what still runs with: platform down");
        }
    }

    /// <summary>Leaves the overrides for the commands that come after the start.</summary>
    public Result<Done> Remember() =>
        AtomicFile.Write(OverridesFile, JsonSerializer.SerializeToUtf8Bytes(Overrides));

    /// <summary>What calls to the processes of this run need. NotFound when the platform was not started here, or belongs to another user.</summary>
    public Result<CallAccess> Access() => CallAccess.Read(Paths, Configuration.Network);

    /// <summary>When a question to a process of the run is given up, in real time.</summary>
    public static DateTime Deadline(TimeSpan limit) => TimeProvider.System.GetUtcNow().UtcDateTime + limit;

    /// <summary>The environment that every child gets.</summary>
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
