using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Platform.Architecture;

public partial class ShapeTests
{
    private const int FileLinesMax = 400;
    private const int FunctionLinesMax = 60;
    private const int FolderFilesMax = 12;
    private const int FileLinesMin = 25;
    private const int ParametersMax = 6;
    private const int FanOutMax = 8;
    private const int ReasonMin = 20;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        None(ShippedFiles()
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(pair => pair.lines > FileLinesMax)
            .Select(pair => $"{SourceTree.Relative(pair.file)}: {pair.lines} lines"));

    [Fact]
    public void No_function_is_longer_than_60_lines() =>
        None(ShippedFiles().SelectMany(LongFunctions));

    [Fact]
    public void No_folder_holds_more_than_12_source_files() =>
        None(ShippedFiles()
            .GroupBy(file => SourceTree.Relative(Path.GetDirectoryName(file)!))
            .Where(folder => folder.Count() > FolderFilesMax)
            .Select(folder => $"{folder.Key}: {folder.Count()} files"));

    [Fact]
    public void No_type_bears_a_name_that_says_nothing() =>
        None(ShippedFiles().Where(IsOurWording).SelectMany(TypesOf)
            .Where(type => EmptyName().IsMatch(type.Identifier.Text))
            .Select(type => $"{SourceTree.Relative(type.SyntaxTree.FilePath)}: {type.Identifier.Text}"));

    [Fact]
    public void No_file_holds_regions_or_unfinished_marks() =>
        None(ShippedFiles().Where(IsOurWording)
            .SelectMany(file => File.ReadLines(file).Select((text, index) => (file, text, line: index + 1)))
            .Where(row => Unfinished().IsMatch(row.text))
            .Select(row => $"{SourceTree.Relative(row.file)}:{row.line}: {row.text.Trim()}"));

    [Fact]
    public void Programs_are_shorter_than_40_lines() =>
        None(ShippedFiles()
            .Where(file => Path.GetFileName(file) == "Program.cs" && File.ReadLines(file).Count() >= 40)
            .Select(SourceTree.Relative));

    [Fact]
    public void Constructors_take_at_most_six_parameters() =>
        None(ShippedFiles().Where(IsOurWording).SelectMany(LongConstructors));

    [Fact]
    public void A_file_under_25_lines_has_its_reason_in_short_files_json()
    {
        Dictionary<string, string> reasons = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Architecture", "short-files.json")))!;
        HashSet<string> shortFiles = [.. ShippedFiles()
            .Where(file => Path.GetFileName(file) != "Program.cs" && IsOurWording(file) && File.ReadLines(file).Count() < FileLinesMin)
            .Select(SourceTree.Relative)];
        None(shortFiles.Where(file => reasons.GetValueOrDefault(file, "").Length < ReasonMin).Select(file => $"{file}: short, and no reason is given; join it with its owner or state the reason")
            .Concat(reasons.Keys.Where(file => !shortFiles.Contains(file)).Select(file => $"{file}: has a reason and is not short, or is gone")));
    }

    [Fact]
    public void No_folder_below_a_project_holds_one_file_alone() =>
        None(ShippedFiles().Where(IsOurWording)
            .GroupBy(file => Path.GetDirectoryName(file)!)
            .Where(folder => folder.Count() == 1 && !Directory.EnumerateFiles(folder.Key, "*.csproj").Any() && !Directory.EnumerateDirectories(folder.Key).Any(below => Directory.EnumerateFiles(below, "*.cs").Any()))
            .Select(folder => SourceTree.Relative(folder.Key)));

    /// <summary>A file that names many others of its project is hard to change; composition roots name all of their parts.</summary>
    [Fact]
    public void Files_name_at_most_eight_others_save_those_on_file() =>
        Ratchet.Holds("files that name more than eight others", [.. SourceTree.Shipped.SelectMany(TypeArrows.BetweenFiles)
            .Where(pair => pair.Value.Count > FanOutMax && !pair.Key.EndsWith("Process.cs", StringComparison.Ordinal))
            .OrderByDescending(pair => pair.Value.Count)
            .Select(pair => $"{pair.Key} names {pair.Value.Count}")]);

    private static IEnumerable<string> LongConstructors(string file) =>
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot().DescendantNodes()
        let parameters = node switch
        {
            ClassDeclarationSyntax { ParameterList: { } list } => list,
            StructDeclarationSyntax { ParameterList: { } list } => list,
            ConstructorDeclarationSyntax { ParameterList: { } list } => list,
            _ => null,
        }
        where parameters?.Parameters.Count > ParametersMax
        select $"{SourceTree.Relative(file)}: {parameters.Parameters.Count} parameters";

    private static void None(IEnumerable<string> breaches)
    {
        string text = string.Join('\n', breaches);
        Assert.True(text.Length == 0, text);
    }

    private static IEnumerable<string> ShippedFiles() => SourceTree.Shipped.SelectMany(project => project.Files);

    /// <summary>The Grpc.Core surface has its names and its unimplemented defaults from the package it stands in for (docs/decisions/0001).</summary>
    private static bool IsOurWording(string file) => !File.ReadLines(file).Contains("namespace Grpc.Core;");

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesOf(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<string> LongFunctions(string file)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file);
        foreach (BaseMethodDeclarationSyntax method in tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            // A switch expression is a table; its length is not complexity.
            if (method.ExpressionBody?.Expression is SwitchExpressionSyntax || method.Body is null)
                continue;
            FileLinePositionSpan span = tree.GetLineSpan(method.Body.Span);
            int lines = span.EndLinePosition.Line - span.StartLinePosition.Line - 1;
            if (lines > FunctionLinesMax)
                yield return $"{SourceTree.Relative(file)}:{span.StartLinePosition.Line}: {lines} lines";
        }
    }

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Common|Misc|Base|Impl|Service|Wrapper|Data|Info)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"#region|\b(TODO|FIXME|HACK)\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
