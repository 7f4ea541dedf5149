using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>One name where it stands, and what the compiler takes it for.</summary>
internal readonly record struct ResolvedName(SimpleNameSyntax Node, SymbolInfo Info);

/// <summary>The compiler's view of each project, shared by all tests of this assembly.</summary>
internal static class SourceModel
{
    private static readonly ConcurrentDictionary<string, Lazy<(CSharpCompilation, IReadOnlyList<SyntaxTree>)>> s_projects = new();
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<ResolvedName>>> s_names = new();
    private static readonly ConcurrentDictionary<string, MetadataReference?> s_references = new();

    /// <summary>The compilation of a project against the built assemblies of what it references, and its own syntax trees. Compiled once.</summary>
    public static (CSharpCompilation Compilation, IReadOnlyList<SyntaxTree> Trees) Of(SourceProject project) =>
        s_projects.GetOrAdd(project.Name, _ => new(() => Compile(project))).Value;

    /// <summary>Every name in a project's files with what it names. Resolved once.</summary>
    public static IReadOnlyList<ResolvedName> NamesIn(SourceProject project) => s_names.GetOrAdd(project.Name, _ => new(() => Resolve(project))).Value;

    private static List<ResolvedName> Resolve(SourceProject project)
    {
        (CSharpCompilation compilation, IReadOnlyList<SyntaxTree> trees) = Of(project);
        var names = new List<ResolvedName>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            names.AddRange(tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Select(name => new ResolvedName(name, model.GetSymbolInfo(name))));
        }

        return names;
    }

    private static (CSharpCompilation Compilation, IReadOnlyList<SyntaxTree> Trees) Compile(SourceProject project)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = project.Files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).ToList();
        SyntaxTree usings = CSharpSyntaxTree.ParseText(ImplicitUsings, options);
        return (CSharpCompilation.Create($"Platform.{project.Name}", [.. trees, usings], References(project)), trees);
    }

    private static IEnumerable<MetadataReference> References(SourceProject project)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string version = Path.GetFileName(runtime);
        string web = Path.Combine(runtime, "..", "..", "Microsoft.AspNetCore.App", version);
        string output = Path.Combine(SourceTree.Root, "artifacts", "bin", project.Name);
        // A plugin is built without copies of what it references.
        IEnumerable<string> stated = project.References
            .Select(name => Path.Combine(SourceTree.Root, "artifacts", "bin", name, "release", $"Platform.{name}.dll")).Where(File.Exists);
        IEnumerable<string> own = Directory.Exists(output) ? Directory.EnumerateFiles(output, "*.dll", SearchOption.AllDirectories) : [];
        return Directory.EnumerateFiles(runtime, "System*.dll").Concat(Directory.EnumerateFiles(runtime, "Microsoft*.dll"))
            .Concat(Directory.Exists(web) ? Directory.EnumerateFiles(web, "Microsoft*.dll") : [])
            .Concat(stated)
            .Concat(own.Where(file => Path.GetFileNameWithoutExtension(file) != $"Platform.{project.Name}"))
            .DistinctBy(Path.GetFileName)
            .Select(file => Shared(file) ? s_references.GetOrAdd(file, TryReference) : TryReference(file)).OfType<MetadataReference>();

        bool Shared(string file) => file.StartsWith(runtime, StringComparison.Ordinal);
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
