using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

/// <summary>docs/guides/order-flow.md does what it says.</summary>
public sealed partial class OrderFlowGuideTests
{
    private const string Command = "scripts/platform ";
    private static readonly string s_guide = File.ReadAllText(Repository.Path("docs", "guides", "order-flow.md"));

    [Fact]
    public void The_code_of_the_guide_compiles_and_gives_the_documented_result()
    {
        string code = Assert.Single(Blocks("csharp"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Platform.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Guide", [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        object? said = Assembly.Load(image.ToArray()).GetType("DeltaExample")!.GetMethod("Run")!.Invoke(null, null);
        Assert.Contains($"`Run` returns `{said}`.", s_guide);
    }

    [Fact]
    public async Task The_commands_of_the_guide_run_unchanged()
    {
        using var folder = new TempFolder("guide");
        File.WriteAllText(folder.File("trades.csv"), "1,100.5,0.1,1,1,1721347022956,true\n");
        foreach (string command in Blocks("bash"))
        {
            Assert.StartsWith(Command, command);
            await using ChildProcess run = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), command.Trim()[Command.Length..].Split(' '), folder.Path);
            Assert.True(await run.ExitAsync(TimeSpan.FromSeconds(60)) == 0, run.Output);
        }

        Assert.Contains("\"cvd\":-0.1,", Assert.Single(File.ReadAllLines(folder.File("cvd.json"))));
    }

    [Fact]
    public async Task The_guides_table_of_options_equals_the_help()
    {
        await using ChildProcess help = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["stream", "--help"]);
        await help.ExitAsync(TimeSpan.FromSeconds(60));
        IEnumerable<string> options = HelpOption().Matches(help.Output).Select(found => found.Groups[1].Value);
        IEnumerable<string> rows = TableRow().Matches(s_guide).Select(found => found.Groups[1].Value);
        Assert.Equal(options.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        foreach (Match row in TableRow().Matches(s_guide).Where(row => row.Groups[2].Length > 0))
            Assert.Contains($"[{row.Groups[2].Value};", help.Output);
    }

    private static IEnumerable<string> Blocks(string language) => Fence().Matches(s_guide).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex("^\\| `(--[a-z-]+)` \\| *`?([A-Z_]*)`? *\\|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
