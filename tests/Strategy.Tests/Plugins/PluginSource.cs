using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Platform.Strategy.Tests.Plugins;

/// <summary>Compiles calculators from text into real DLLs, against the contract of this build unless told otherwise.</summary>
internal static class PluginSource
{
    private const string Prelude = "using System; using System.Collections.Generic; using Platform.Calculators;\n";

    public static void Compile(string dllPath, string source) => Emit(dllPath, [Prelude + source], [.. Runtime(), .. Contracts()]);

    /// <summary>Whole source files as an author writes them, with the usings that the build makes global.</summary>
    public static void CompileFiles(string dllPath, IReadOnlyList<string> sources) =>
        Emit(dllPath, ["global using System; global using System.Collections.Generic; global using System.Linq;", .. sources], [.. Runtime(), .. Contracts()]);

    /// <summary>A calculator class that gives every symbol the score, in one line.</summary>
    public static string Constant(string className, string name, string body = "var s = new Dictionary<string, double>(); double v = 1; foreach (string x in view.Symbols) s[x] = v = -v; return s;") => $$"""
        public sealed class {{className}} : ICalculator
        {
            public string Name => "{{name}}";
            public CalculatorNeeds Needs { get; } = CalculatorNeeds.Bars(4, BarField.Close);
            public IReadOnlyDictionary<string, double> Run(AlphaView view) { {{body}} }
        }
        """;

    /// <summary>A plugin built against a contract of another version.</summary>
    public static void CompileAgainstVersion(string dllPath, string version)
    {
        string contract = Path.Combine(Path.GetDirectoryName(dllPath)!, "other", "Platform.Calculators.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(contract)!);
        Emit(contract, [$"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] namespace Platform.Calculators {{ public interface ICalculator {{ string Name {{ get; }} }} }}"], [.. Runtime()]);
        Emit(dllPath, [Prelude + "public sealed class Other : ICalculator { public string Name => \"other\"; }"], [.. Runtime(), MetadataReference.CreateFromFile(contract)]);
    }

    private static void Emit(string dllPath, IEnumerable<string> sources, MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(dllPath), sources.Select(source => CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)), references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        File.WriteAllBytes(dllPath, image.ToArray());
    }

    private static IEnumerable<MetadataReference> Runtime() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<MetadataReference> Contracts() =>
        new[] { "Platform.Calculators.dll", "Platform.Domain.dll", "Platform.Primitives.dll" }
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name)));
}
