using Xunit;

namespace Platform.Architecture;

public class ReferenceGraphTests(ITestOutputHelper output)
{
    /// <summary>The arrows that may exist; everything else is a breach of ARCHITECTURE.md.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Primitives"] = [],
        ["Domain"] = ["Primitives"],
        ["Analytics"] = ["Domain"],
        ["Calculators"] = ["Domain"],
        ["Contracts"] = ["Domain"],
        ["Http"] = ["Primitives"],
        ["Rpc"] = ["Http", "Primitives"],
        ["Bus"] = ["Primitives"],
        ["Store"] = ["Domain"],
        ["Exchanges"] = ["Domain"],
        ["Accounting"] = ["Analytics", "Store"],
        ["Archives"] = ["Analytics", "Store"],
        ["Wire"] = ["Domain", "Rpc"],
        ["Hosting"] = ["Bus", "Contracts", "Http", "Rpc", "Store", "Wire"],
        ["Coordinator"] = ["Hosting"],
        ["Data"] = ["Analytics", "Archives", "Hosting", "Exchanges"],
        ["Strategy"] = ["Analytics", "Calculators", "Hosting"],
        ["Executor"] = ["Accounting", "Analytics", "Hosting", "Exchanges"],
        ["Monitor"] = ["Accounting", "Analytics", "Hosting", "Http"],
        ["Venue.Core"] = ["Domain"],
        ["Venue.Market"] = ["Venue.Core", "Exchanges"],
        ["Venue.Gateway"] = ["Venue.Core"],
        ["Venue"] = ["Venue.Market", "Venue.Gateway", "Http"],
        ["Cli"] = ["Accounting", "Analytics", "Archives", "Exchanges", "Hosting", "Http"],
    };

    /// <summary>What any plugin may see, whoever writes it.</summary>
    private static readonly string[] AllowedToPlugins = ["Calculators", "Analytics"];

    [Fact]
    public void Projects_reference_only_what_the_design_allows()
    {
        var breaches = new List<string>();
        foreach (SourceProject project in SourceTree.Shipped)
        {
            output.WriteLine($"{project.Name} -> {string.Join(", ", project.References)}");
            string[]? allowed = project.Area == "plugins" ? AllowedToPlugins : Allowed.GetValueOrDefault(project.Name);
            if (allowed is null)
                breaches.Add($"{project.Path}: not in the list of known projects");
            else
                breaches.AddRange(project.References.Except(allowed).Select(extra => $"{project.Path}: must not reference {extra}"));
        }

        Assert.Empty(breaches);
    }

    [Fact]
    public void Projects_form_no_circle()
    {
        var arrows = SourceTree.Projects.ToDictionary(project => project.Name, project => project.References.ToHashSet());
        NoCircle(arrows);
    }

    public static TheoryData<string> ShippedProjects => [.. SourceTree.Shipped.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(ShippedProjects))]
    public void Files_form_no_circle(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        NoCircle(TypeArrows.BetweenFiles(project));
    }

    [Theory]
    [MemberData(nameof(ShippedProjects))]
    public void Folders_form_no_circle_at_any_level(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        var circles = new List<string>();
        for (int depth = 1; depth <= TypeArrows.Depth(project); depth++)
        {
            Dictionary<string, HashSet<string>> arrows = TypeArrows.BetweenFolders(project, depth);
            foreach ((string from, HashSet<string> targets) in arrows.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                output.WriteLine($"{from} -> {string.Join(", ", targets.Order(StringComparer.Ordinal))}");
            circles.AddRange(Circles.Find(arrows).Select(circle => Describe(circle, arrows)));
        }

        Ratchet.Holds($"circles of folders: {name}", circles);
    }

    /// <summary>Files that stand in a circle once calls through stored delegates count; the number may only fall.</summary>
    [Theory]
    [MemberData(nameof(ShippedProjects))]
    public void Stored_delegates_hide_no_new_circle(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        Dictionary<string, HashSet<string>> arrows = TypeArrows.BetweenFilesWithDelegates(project);
        List<List<string>> circles = Circles.Find(arrows);
        Ratchet.Holds($"files in circles of delegates: {name}", circles.Sum(circle => circle.Count), () => string.Join("\n\n", circles.Select(circle => Describe(circle, arrows))));
    }

    /// <summary>Every assembly whose types a project really uses is one that it states, or one that those stand on.</summary>
    [Theory]
    [MemberData(nameof(ShippedProjects))]
    public void Projects_use_only_the_namespaces_of_what_they_reference(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        HashSet<string> used = NamespaceUse.Of(project), stated = Below(project);
        output.WriteLine($"{name} uses {string.Join(", ", used.Order(StringComparer.Ordinal))}");
        Assert.Empty(used.Except(stated));
    }

    /// <summary>What a project may use: what the design allows it, and below.</summary>
    private static HashSet<string> Below(SourceProject project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(project.Area == "plugins" ? AllowedToPlugins : Allowed.GetValueOrDefault(project.Name) ?? []);
        while (open.TryPop(out string? next))
        {
            if (reached.Add(next))
                Allowed.GetValueOrDefault(next)?.ToList().ForEach(open.Push);
        }

        return reached;
    }

    private static void NoCircle(Dictionary<string, HashSet<string>> arrows)
    {
        List<List<string>> circles = Circles.Find(arrows);
        Assert.True(circles.Count == 0, string.Join("\n\n", circles.Select(circle => Describe(circle, arrows))));
    }

    private static string Describe(List<string> circle, Dictionary<string, HashSet<string>> arrows) =>
        "A circle:\n" + string.Join('\n', circle.Select(node => $"  {node} -> {string.Join(", ", arrows[node].Where(circle.Contains).Order(StringComparer.Ordinal))}"));
}
