using Microsoft.CodeAnalysis;

namespace Platform.Architecture;

/// <summary>Which projects of the tree a project's code names types or members of, as the compiler resolves them.</summary>
internal static class NamespaceUse
{
    private const string Prefix = "Platform.";

    /// <summary>Names of the used projects, without the project itself.</summary>
    public static HashSet<string> Of(SourceProject project)
    {
        var used = new HashSet<string>();
        foreach (ISymbol? symbol in SourceModel.NamesIn(project).Select(name => name.Info.Symbol))
        {
            string? assembly = symbol is INamespaceSymbol ? null : symbol?.ContainingAssembly?.Name;
            if (assembly is not null && assembly.StartsWith(Prefix, StringComparison.Ordinal))
                used.Add(assembly[Prefix.Length..]);
        }

        used.Remove(project.Name);
        return used;
    }
}
