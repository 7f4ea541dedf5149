using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>Which file of a project names a type that another file of it declares; read by the compiler, not by text.</summary>
internal static class TypeArrows
{
    private static readonly ConcurrentDictionary<string, Lazy<Dictionary<string, HashSet<string>>>> s_files = new();

    /// <summary>Arrows from file to file, repository-relative; the files of a partial type are one node, named by the first.</summary>
    public static Dictionary<string, HashSet<string>> BetweenFiles(SourceProject project) =>
        s_files.GetOrAdd(project.Name, _ => new(() => Read(project, withDelegates: false))).Value;

    /// <summary>The same arrows, and those that a stored delegate hides (<see cref="DelegateArrows"/>).</summary>
    public static Dictionary<string, HashSet<string>> BetweenFilesWithDelegates(SourceProject project) => Read(project, withDelegates: true);

    private static Dictionary<string, HashSet<string>> Read(SourceProject project, bool withDelegates)
    {
        (CSharpCompilation compilation, IReadOnlyList<SyntaxTree> trees) = SourceModel.Of(project);
        ILookup<SyntaxTree, ResolvedName> names = SourceModel.NamesIn(project).ToLookup(name => name.Node.SyntaxTree);
        var arrows = new Dictionary<string, HashSet<string>>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            string node = Node(model, tree);
            foreach ((_, SymbolInfo info) in names[tree])
            {
                ISymbol? symbol = info.Symbol;
                INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol is { IsExtensionMethod: true } method ? method.ContainingType : null);
                if (type?.Locations.FirstOrDefault(place => place.IsInSource) is { SourceTree: { } declared })
                    Add(arrows, node, FirstFile(type, declared));
            }

            if (!withDelegates)
                continue;
            foreach ((INamedTypeSymbol holder, INamedTypeSymbol called) in DelegateArrows.In(model, tree))
                Add(arrows, FirstFile(holder, tree), FirstFile(called, tree));
        }

        return arrows;
    }

    /// <summary>Arrows between the folders that lie <paramref name="depth"/> below the project's own; deeper files count for their ancestor.</summary>
    public static Dictionary<string, HashSet<string>> BetweenFolders(SourceProject project, int depth)
    {
        var arrows = new Dictionary<string, HashSet<string>>();
        foreach ((string from, HashSet<string> targets) in BetweenFiles(project))
        {
            foreach (string to in targets)
                Add(arrows, Folder(project, from, depth), Folder(project, to, depth));
        }

        return arrows;
    }

    /// <summary>How many levels of folders the project's files lie in.</summary>
    public static int Depth(SourceProject project) =>
        project.Files.Select(file => Path.GetRelativePath(project.Folder, file).Count(letter => letter == Path.DirectorySeparatorChar)).DefaultIfEmpty().Max();

    private static string Folder(SourceProject project, string file, int depth)
    {
        string root = SourceTree.Relative(project.Folder);
        string[] parts = Path.GetDirectoryName(file)![root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts.Take(depth).Prepend(root));
    }

    private static void Add(Dictionary<string, HashSet<string>> arrows, string from, string to)
    {
        if (from == to)
            return;
        if (!arrows.TryGetValue(from, out HashSet<string>? targets))
            arrows[from] = targets = [];
        targets.Add(to);
    }

    private static string Node(SemanticModel model, SyntaxTree tree)
    {
        BaseTypeDeclarationSyntax? first = tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault();
        return first is not null && model.GetDeclaredSymbol(first) is INamedTypeSymbol type ? FirstFile(type, tree) : SourceTree.Relative(tree.FilePath);
    }

    private static string FirstFile(INamedTypeSymbol type, SyntaxTree fallback)
    {
        while (type.ContainingType is not null)
            type = type.ContainingType;
        return type.Locations.Where(place => place.IsInSource).Select(place => SourceTree.Relative(place.SourceTree!.FilePath))
            .Order(StringComparer.Ordinal).FirstOrDefault() ?? SourceTree.Relative(fallback.FilePath);
    }
}
