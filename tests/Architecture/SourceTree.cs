using System.Xml.Linq;

namespace Platform.Architecture;

/// <summary>One project of the tree: its folder, its own source files and what it references.</summary>
internal sealed record SourceProject(string Name, string Path, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Files)
{
    /// <summary>shared, processes, tools, plugins, tests or benchmarks.</summary>
    public string Area => Path.Split('/')[0];

    public bool IsShipped => Area is "shared" or "processes" or "tools" or "plugins";
}

/// <summary>Reads the repository as text: projects, references and source files.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceProject> Projects { get; } = ReadProjects();

    public static IEnumerable<SourceProject> Shipped => Projects.Where(project => project.IsShipped);

    public static string Relative(string file) => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Platform.sln was not found above the test's folder.");
    }

    private static List<SourceProject> ReadProjects()
    {
        string[] areas = ["shared", "processes", "tools", "plugins", "tests", "benchmarks"];
        var projects = new List<SourceProject>();
        foreach (string area in areas.Select(area => System.IO.Path.Combine(Root, area)).Where(Directory.Exists))
        {
            foreach (string file in Directory.EnumerateFiles(area, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (!IsOurs(file))
                    continue;
                string folder = System.IO.Path.GetDirectoryName(file)!;
                var references = XDocument.Load(file).Descendants("ProjectReference")
                    .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
                    .Select(reference => System.IO.Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))
                    .Order(StringComparer.Ordinal).ToList();
                var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                    .Where(IsOurs).Order(StringComparer.Ordinal).ToList();
                projects.Add(new(System.IO.Path.GetFileNameWithoutExtension(file), Relative(file), folder, references, files));
            }
        }

        return projects;
    }

    private static bool IsOurs(string file)
    {
        string path = Relative(file);
        return !path.Split('/').Any(part => part is "node_modules" or "obj" or "bin" or "artifacts");
    }
}
