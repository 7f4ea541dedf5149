namespace Platform.Hosting.Configuration.Reading;

/// <summary>Applies PLATFORM__SECTION__KEY=value over the file; a list is separated by commas, and an account is selected by its index.</summary>
internal static class EnvironmentOverrides
{
    public const string Prefix = "PLATFORM__";

    public static void Apply(MapTree root, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        foreach ((string name, string value) in environment.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string origin = $"environment variable {name}";
            string[] path = [.. name[Prefix.Length..].Split("__").Select(part => part.ToLowerInvariant())];
            if (!Place(root, path, value, origin))
                problems.Add(new ConfigurationProblem(origin, "is not the name of a key. Expected PLATFORM__SECTION__KEY, such as PLATFORM__CLOCK__SPEED."));
        }
    }

    private static bool Place(ConfigurationTree parent, ReadOnlySpan<string> path, string value, string origin)
    {
        if (parent is ListTree list)
        {
            if (path.Length < 2 || !int.TryParse(path[0], out int index) || index < 0 || index > list.Items.Count)
                return false;
            if (index == list.Items.Count)
                list.Items.Add(new MapTree(origin));
            return Place(list.Items[index], path[1..], value, origin);
        }

        if (parent is not MapTree map || path.Length == 0 || path[0].Length == 0)
            return false;
        if (path.Length == 1)
        {
            map.Children[path[0]] = (new ScalarTree(origin, value), origin);
            return true;
        }

        if (!map.Children.TryGetValue(path[0], out var child) || child.Value is ScalarTree)
        {
            child = (int.TryParse(path[1], out _) ? new ListTree(origin, []) : new MapTree(origin), origin);
            map.Children[path[0]] = child;
        }

        return Place(child.Value, path[1..], value, origin);
    }
}
