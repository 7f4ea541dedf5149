using Xunit;

namespace Platform.Architecture;

public class ReadmeTests
{
    private static readonly string[] Headings = ["Owns", "Never", "Stands on", "Threads", "Open first"];

    public static TheoryData<string> Projects => [.. SourceTree.Shipped.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_project_says_what_it_owns_in_25_lines(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        string readme = Path.Combine(project.Folder, "README.md");
        Assert.True(File.Exists(readme), $"{SourceTree.Relative(readme)} is missing");
        string[] lines = File.ReadAllLines(readme);
        Assert.True(lines.Length <= 25, $"{SourceTree.Relative(readme)} has {lines.Length} lines");
        foreach (string heading in Headings)
            Assert.True(lines.Any(line => line.TrimStart('#', '*', '-', ' ').StartsWith(heading, StringComparison.Ordinal)), $"{SourceTree.Relative(readme)} lacks '{heading}'");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_readme_names_the_projects_it_references_and_none_it_cannot_reach(string name)
    {
        SourceProject project = SourceTree.Projects.Single(project => project.Name == name);
        string stands = StandsOn(Path.Combine(project.Folder, "README.md"));
        var known = SourceTree.Shipped.Select(other => other.Name).Where(other => other != name);
        var named = known.Where(other => stands.Split([' ', ',', ':', ';', '*', '`', '(', ')', '/', '\n'], StringSplitOptions.RemoveEmptyEntries).Any(word => word.TrimEnd('.') == other));
        Assert.Empty(project.References.Except(named));
        Assert.Empty(named.Except(Reachable(project)));
    }

    private static HashSet<string> Reachable(SourceProject project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(project.References);
        while (open.TryPop(out string? name))
        {
            if (reached.Add(name) && SourceTree.Projects.FirstOrDefault(other => other.Name == name) is { } next)
                next.References.ToList().ForEach(open.Push);
        }

        return reached;
    }

    private static string StandsOn(string readme)
    {
        string[] lines = File.ReadAllLines(readme);
        int first = Array.FindIndex(lines, line => line.TrimStart('#', '*', '-', ' ').StartsWith("Stands on", StringComparison.Ordinal));
        int next = Array.FindIndex(lines, first + 1, line => Headings.Any(heading => line.TrimStart('#', '*', '-', ' ').StartsWith(heading, StringComparison.Ordinal)));
        return string.Join('\n', lines[first..(next < 0 ? lines.Length : next)]);
    }
}
