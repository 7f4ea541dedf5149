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
        ["Rpc"] = ["Primitives"],
        ["Bus"] = ["Primitives"],
        ["Store"] = ["Domain"],
        ["Exchanges"] = ["Domain"],
        ["Archives"] = ["Analytics", "Store"],
        ["Wire"] = ["Domain", "Rpc"],
        ["Hosting"] = ["Bus", "Rpc", "Store", "Wire"],
        ["Coordinator"] = ["Hosting"],
        ["Data"] = ["Analytics", "Hosting", "Exchanges"],
        ["Strategy"] = ["Analytics", "Calculators", "Hosting"],
        ["Executor"] = ["Analytics", "Hosting", "Exchanges"],
        ["Monitor"] = ["Analytics", "Hosting"],
        ["Venue"] = ["Domain", "Exchanges"],
        ["Cli"] = ["Analytics", "Archives", "Hosting"],
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
    public void Folders_form_no_circle(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        NoCircle(TypeArrows.BetweenFolders(project));
    }

    private static void NoCircle(Dictionary<string, HashSet<string>> arrows)
    {
        List<List<string>> circles = Circles.Find(arrows);
        Assert.True(circles.Count == 0, string.Join("\n\n", circles.Select(circle => Describe(circle, arrows))));
    }

    private static string Describe(List<string> circle, Dictionary<string, HashSet<string>> arrows) =>
        "A circle:\n" + string.Join('\n', circle.Select(node => $"  {node} -> {string.Join(", ", arrows[node].Where(circle.Contains).Order(StringComparer.Ordinal))}"));
}
