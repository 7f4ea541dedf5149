using Platform.Hosting.Configuration.Reading;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Life;

/// <summary>The options of every process: --root, --config, and --account for executors.</summary>
public sealed record ProcessArguments(string Root, string ConfigFile, string Account)
{
    public const string RootVariable = "PLATFORM_ROOT";
    public const string ConfigVariable = "PLATFORM_CONFIG";

    public static Result<ProcessArguments> Parse(IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment)
    {
        string root = environment.GetValueOrDefault(RootVariable, Directory.GetCurrentDirectory());
        string config = environment.GetValueOrDefault(ConfigVariable, ""), account = "";
        for (int index = 0; index < args.Count; index += 2)
        {
            if (index + 1 >= args.Count)
                return Unknown($"'{args[index]}' needs a value");
            string value = args[index + 1];
            switch (args[index])
            {
                case "--root":
                    root = value;
                    break;
                case "--config":
                    config = value;
                    break;
                case "--account":
                    account = value;
                    break;
                default:
                    return Unknown($"'{args[index]}' is not an option");
            }
        }

        root = Path.GetFullPath(root);
        return new ProcessArguments(root, FindConfig(root, config), account);
    }

    /// <summary>The given file, otherwise the file of the root folder, otherwise the file of the source tree.</summary>
    public static string FindConfig(string root, string named)
    {
        if (named.Length > 0)
            return Path.GetFullPath(named);
        string own = Path.Combine(root, ConfigurationReader.DefaultFile);
        return File.Exists(own) ? own : Path.Combine(Places.Installation.Tree, ConfigurationReader.DefaultFile);
    }

    private static Fault Unknown(string what) =>
        new(FaultKind.Invalid, $"{what}. Options: --root FOLDER (of the run), --config FILE, --account ID (executors).");
}
