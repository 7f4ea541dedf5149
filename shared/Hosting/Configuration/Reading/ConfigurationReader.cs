using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Configuration.Reading;

/// <summary>Reads, overrides, binds and validates the configuration; the only way to obtain one.</summary>
public static class ConfigurationReader
{
    public const string DefaultFile = "config/platform.yaml";

    /// <summary>
    /// Reads the configuration from a file and environment variables; a fault lists every problem.
    /// </summary>
    /// <param name="file">The YAML file; must exist.</param>
    /// <param name="shownAs">Name of the file in messages.</param>
    /// <param name="environment">Variables; those with the prefix PLATFORM__ override keys.</param>
    public static Result<PlatformConfiguration> Read(string file, string shownAs, IReadOnlyDictionary<string, string> environment)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.NotFound, $"{shownAs}: cannot be read: {unreadable.Message} Give the file with --config, or start in the folder that holds config/platform.yaml.");
        }

        return Parse(text, shownAs, environment);
    }

    public static Result<PlatformConfiguration> Parse(string text, string shownAs, IReadOnlyDictionary<string, string> environment)
    {
        List<ConfigurationProblem> problems = [];
        MapTree tree = ConfigurationTree.FromYaml(text, shownAs, problems);
        EnvironmentOverrides.Apply(tree, environment, problems);
        var binder = new ConfigurationBinder(problems);
        var configuration = (PlatformConfiguration)binder.BindSection(typeof(PlatformConfiguration), tree, "");
        if (problems.Count == 0)
        {
            foreach ((string path, string message) in ConfigurationRules.Check(configuration))
                problems.Add(new ConfigurationProblem(OriginOf(binder.Origins, path, shownAs), $"key '{path}' {message}"));
        }

        return problems.Count == 0
            ? configuration
            : new Fault(FaultKind.Invalid, string.Join(Environment.NewLine, problems));
    }

    /// <summary>The origin of the key, of its nearest parent, or of the file.</summary>
    private static string OriginOf(Dictionary<string, string> origins, string path, string file)
    {
        for (string at = path; at.Length > 0; at = at.Contains('.') ? at[..at.LastIndexOf('.')] : "")
        {
            if (origins.TryGetValue(at, out string? origin))
                return origin;
        }

        return file;
    }
}
