using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>Which file of a project names a type that another file of it declares; read by the compiler, not by text.</summary>
internal static class TypeArrows
{
    /// <summary>Arrows from file to file, repository-relative; the files of a partial type are one node, named by the first.</summary>
    public static Dictionary<string, HashSet<string>> BetweenFiles(SourceProject project)
    {
        (CSharpCompilation compilation, List<SyntaxTree> trees) = Compile(project);
        var arrows = new Dictionary<string, HashSet<string>>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol is { IsExtensionMethod: true } method ? method.ContainingType : null);
                if (type?.Locations.FirstOrDefault(place => place.IsInSource) is { SourceTree: { } declared })
                    Add(arrows, Node(model, tree), FirstFile(type, declared));
            }
        }

        return arrows;
    }

    /// <summary>Arrows from folder to folder, by the same reading.</summary>
    public static Dictionary<string, HashSet<string>> BetweenFolders(SourceProject project)
    {
        var arrows = new Dictionary<string, HashSet<string>>();
        foreach ((string from, HashSet<string> targets) in BetweenFiles(project))
        {
            foreach (string to in targets)
                Add(arrows, Path.GetDirectoryName(from)!, Path.GetDirectoryName(to)!);
        }

        return arrows;
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

    private static (CSharpCompilation Compilation, List<SyntaxTree> Trees) Compile(SourceProject project)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = project.Files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).ToList();
        SyntaxTree usings = CSharpSyntaxTree.ParseText(ImplicitUsings, options);
        return (CSharpCompilation.Create(project.Name, [.. trees, usings], References(project)), trees);
    }

    private static IEnumerable<MetadataReference> References(SourceProject project)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string version = Path.GetFileName(runtime);
        string web = Path.Combine(runtime, "..", "..", "Microsoft.AspNetCore.App", version);
        string output = Path.Combine(SourceTree.Root, "artifacts", "bin", project.Name);
        IEnumerable<string> own = Directory.Exists(output) ? Directory.EnumerateFiles(output, "*.dll", SearchOption.AllDirectories) : [];
        return Directory.EnumerateFiles(runtime, "System*.dll").Concat(Directory.EnumerateFiles(runtime, "Microsoft*.dll"))
            .Concat(Directory.Exists(web) ? Directory.EnumerateFiles(web, "Microsoft*.dll") : [])
            .Concat(own.Where(file => Path.GetFileNameWithoutExtension(file) != $"Platform.{project.Name}"))
            .DistinctBy(Path.GetFileName)
            .Select(MetadataReference? (file) => TryReference(file)).OfType<MetadataReference>();
    }

    private static MetadataReference? TryReference(string file)
    {
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(file);
            return MetadataReference.CreateFromFile(file);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;
}
