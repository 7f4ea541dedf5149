using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Platform.Architecture;

public partial class VocabularyTests
{
    private static readonly Dictionary<string, string> s_refused = ReadRefused();

    [Fact]
    public void The_glossary_lists_words_that_names_must_not_contain() => Assert.True(s_refused.Count > 20);

    [Fact]
    public void Declared_names_follow_the_glossary()
    {
        string[] breaches = [.. SourceTree.Projects.SelectMany(project => project.Files).SelectMany(Declared)
            .Select(name => (name, word: Parts(name.Text).FirstOrDefault(s_refused.ContainsKey)))
            .Where(pair => pair.word is not null)
            .Select(pair => $"{pair.name.Place}: {pair.name.Text}: instead of '{pair.word}' use {s_refused[pair.word!]}")];
        Assert.True(breaches.Length == 0, string.Join('\n', breaches));
    }

    /// <summary>A public or internal type name stands for one thing in the whole tree; test assemblies and nested types have their own scope.</summary>
    [Fact]
    public void One_name_means_one_thing_in_the_whole_tree()
    {
        var doubles = SourceTree.Shipped.Where(project => project.Area != "plugins")
            .SelectMany(project => project.Files.Where(file => !File.ReadLines(file).Contains("namespace Grpc.Core;")).SelectMany(file => TopLevelTypes(file).Select(type => (type, project.Name))))
            .Distinct()
            .GroupBy(pair => pair.type)
            .Where(group => group.Count() > 1 && group.Key != "Program")
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(pair => pair.Name))}");
        Ratchet.Holds("type names with two meanings", [.. doubles]);
    }

    private static IEnumerable<string> TopLevelTypes(string file) =>
        Root(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is BaseNamespaceDeclarationSyntax).Select(type => type.Identifier.Text);

    private static IEnumerable<(string Text, string Place)> Declared(string file)
    {
        foreach (SyntaxNode node in Root(file).DescendantNodes())
        {
            SyntaxToken name = node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier,
                DelegateDeclarationSyntax type => type.Identifier,
                MethodDeclarationSyntax method => method.Identifier,
                PropertyDeclarationSyntax property => property.Identifier,
                EnumMemberDeclarationSyntax member => member.Identifier,
                VariableDeclaratorSyntax variable => variable.Identifier,
                ParameterSyntax parameter => parameter.Identifier,
                LocalFunctionStatementSyntax function => function.Identifier,
                _ => default,
            };
            if (name.Text.Length > 0)
                yield return (name.Text, $"{SourceTree.Relative(file)}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
        }
    }

    private static SyntaxNode Root(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot();

    /// <summary>The words of a name: of a type or member by capitals; the sentences of tests by underscores are prose and not read.</summary>
    private static IEnumerable<string> Parts(string name) =>
        name.Count(letter => letter == '_') > 2 ? [] : Word().Matches(name).Select(match => char.ToUpperInvariant(match.Value[0]) + match.Value[1..]);

    private static Dictionary<string, string> ReadRefused()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "glossary.md"));
        return lines.SkipWhile(line => !line.StartsWith("## Words", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| word", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1], cells => cells[2]);
    }

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
