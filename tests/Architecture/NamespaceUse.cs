using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>Which projects of the tree a project's code names types or members of, as the compiler resolves them.</summary>
internal static class NamespaceUse
{
    private const string Prefix = "Platform.";

    /// <summary>Names of the used projects, without the project itself.</summary>
    public static HashSet<string> Of(SourceProject project)
    {
        (var compilation, IReadOnlyList<SyntaxTree> trees) = SourceModel.Of(project);
        var used = new HashSet<string>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                string? assembly = symbol is INamespaceSymbol ? null : symbol?.ContainingAssembly?.Name;
                if (assembly is not null && assembly.StartsWith(Prefix, StringComparison.Ordinal))
                    used.Add(assembly[Prefix.Length..]);
            }
        }

        used.Remove(project.Name);
        return used;
    }
}
