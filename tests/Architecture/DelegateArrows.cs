using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Architecture;

/// <summary>
/// Calls that a stored delegate hides: an object that is given a method in its constructor depends on the type of that method,
/// although it never names it. Read from object creations; a lambda counts for the types whose methods it calls. A record is a row of a table (a route and its handler), not a holder.
/// </summary>
internal static class DelegateArrows
{
    /// <summary>Pairs of the type that receives a delegate and the type that it then calls, both declared in the project.</summary>
    public static IEnumerable<(INamedTypeSymbol Holder, INamedTypeSymbol Called)> In(SemanticModel model, SyntaxTree tree)
    {
        foreach (BaseObjectCreationExpressionSyntax creation in tree.GetRoot().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(creation).Symbol is not IMethodSymbol { ContainingType: { IsRecord: false } holder } || !IsSource(holder))
                continue;
            foreach (ArgumentSyntax argument in creation.ArgumentList?.Arguments ?? default)
            {
                if (model.GetTypeInfo(argument.Expression).ConvertedType?.TypeKind != TypeKind.Delegate)
                    continue;
                foreach (INamedTypeSymbol called in Called(model, argument.Expression))
                    yield return (holder, called);
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Called(SemanticModel model, ExpressionSyntax given) => given switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => (model.GetSymbolInfo(call).Symbol as IMethodSymbol)?.ContainingType).OfType<INamedTypeSymbol>().Where(IsSource),
        _ => (model.GetSymbolInfo(given).Symbol as IMethodSymbol)?.ContainingType is { } type && IsSource(type) ? [type] : [],
    };

    private static bool IsSource(INamedTypeSymbol type) => type.Locations.Any(place => place.IsInSource);
}
