using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Platform.Architecture;

/// <summary>The walks through the code in ARCHITECTURE.md name files and members that exist, each member in its file.</summary>
public partial class WalkTests
{
    private const int FilesOfOneTradeMax = 45;

    public static TheoryData<string> Walks => ["One trade, from the socket to its fill", "One operator command", "One calculator DLL"];

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_names_files_and_members_that_exist(string title)
    {
        List<(string File, string Member)> steps = [.. StepsOf(title)];
        Assert.True(steps.Count > 3, $"ARCHITECTURE.md has no walk '## {title}' of more than three steps");
        string missing = string.Join('\n', steps.Where(step => !Declares(step.File, step.Member)).Select(step => $"{step.File} declares no {step.Member}"));
        Assert.True(missing.Length == 0, missing);
    }

    [Fact]
    public void One_trade_passes_at_most_45_files()
    {
        string[] files = [.. StepsOf(Walks.First()).Select(step => step.File).Distinct()];
        Assert.InRange(files.Length, 10, FilesOfOneTradeMax);
    }

    /// <summary>Lines such as <c>1. `shared/Bus/Frame.cs` `Frame.Read`, `Frame.Check`: …</c> below the title.</summary>
    private static IEnumerable<(string File, string Member)> StepsOf(string title)
    {
        IEnumerable<string> lines = File.ReadLines(Path.Combine(SourceTree.Root, "ARCHITECTURE.md"))
            .SkipWhile(line => line != $"## {title}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        foreach (string line in lines)
        {
            string file = "";
            foreach (string quoted in Quoted().Matches(line).Select(found => found.Groups[1].Value))
            {
                if (quoted.EndsWith(".cs", StringComparison.Ordinal))
                    file = quoted;
                else if (file.Length > 0 && Member().IsMatch(quoted))
                    yield return (file, quoted);
            }
        }
    }

    private static bool Declares(string file, string member)
    {
        string path = Path.Combine(SourceTree.Root, file);
        if (!File.Exists(path))
            return false;
        (string type, string name) = (member.Split('.')[0], member.Split('.')[1]);
        SyntaxNode root = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
        return root.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(declared => declared.Identifier.Text == type).SelectMany(declared => declared.Members)
            .Any(declared => declared switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text == name,
                PropertyDeclarationSyntax property => property.Identifier.Text == name,
                ConstructorDeclarationSyntax constructor => constructor.Identifier.Text == name,
                _ => false,
            });
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Z]\w+\.[A-Z]\w+$")]
    private static partial Regex Member();
}
