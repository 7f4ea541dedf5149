using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>One place in shipped code that names a member.</summary>
/// <param name="Member">Containing type, a dot and the member's name, such as <c>Topics.Bar</c>.</param>
/// <param name="Node">The name where it stands.</param>
internal sealed record SymbolUse(string Member, string File, SimpleNameSyntax Node);

/// <summary>Where shipped code names properties, fields and methods; read by the compiler, across all projects.</summary>
internal static class SymbolUses
{
    private static readonly ConcurrentDictionary<string, ILookup<string, SymbolUse>> s_projects = new();

    /// <summary>Every use of a member in shipped code outside tests; the member as in <see cref="SymbolUse.Member"/>.</summary>
    public static IEnumerable<SymbolUse> Of(string member) => SourceTree.Shipped.SelectMany(project => s_projects.GetOrAdd(project.Name, _ => Read(project))[member]);

    /// <summary>The name under which uses of a member are found.</summary>
    public static string Name(ISymbol member) => $"{member.ContainingType.Name}.{member.Name}";

    private static ILookup<string, SymbolUse> Read(SourceProject project)
    {
        var uses = new List<SymbolUse>();
        foreach ((SimpleNameSyntax name, SymbolInfo info) in SourceModel.NamesIn(project))
        {
            // A call whose other arguments were not resolved still names its method.
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            if (symbol is IPropertySymbol or IFieldSymbol or IMethodSymbol && symbol.ContainingType is not null)
                uses.Add(new SymbolUse(Name(symbol), SourceTree.Relative(name.SyntaxTree.FilePath), name));
        }

        return uses.ToLookup(use => use.Member);
    }
}
