using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Cli.Commands;
using Platform.Hosting.Configuration.Reading;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Cli.Tests;

/// <summary>Every command, key, path, comparison and picture that a document names is there.</summary>
public sealed partial class DocumentTests
{
    /// <summary>Folders below <c>data/</c>: those of docs/guides/operate.md, and the bars that <c>platform vpa</c> keeps.</summary>
    private static readonly string[] RunFolders = ["run", "mock", "testnet", "live", "mock-dry-run", "testnet-dry-run", "live-dry-run", "set-aside-1", "vpa"];

    /// <summary>Names in an address that stand for something of the reader's.</summary>
    private static readonly Regex s_placeholder = new(@"[{}*…]|NAME|NNNN|YYYY|SYMBOL|FOLDER|\$", RegexOptions.Compiled);

    private static readonly JsonElement s_schema = JsonDocument.Parse(ConfigurationText.ToSchemaJson()).RootElement;

    public static TheoryData<string> Documents =>
    [
        .. new[] { "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "benchmarks/README.md" }
            .Concat(Below("docs")).Concat(Below("shared")).Concat(Below("processes")).Concat(Below("tools")).Concat(Below("plugins")),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_of_a_document_are_commands_of_the_program(string document)
    {
        RootCommand root = PlatformCommand.Create();
        AssertNone(document, CommandLines(document).Select(line => WhyUnknown(root, line)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Keys_of_a_document_are_keys_of_the_configuration(string document)
    {
        string[] sections = [.. s_schema.GetProperty("properties").EnumerateObject().Select(section => section.Name)];
        IEnumerable<string> dotted = Quoted(document).Where(text => DottedKey().IsMatch(text) && !FileName().IsMatch(text) && sections.Contains(text.Split('.')[0]));
        IEnumerable<string> variables = Variable().Matches(Text(document)).Select(found => found.Groups[1].Value.ToLowerInvariant().Replace("__", ".", StringComparison.Ordinal));
        AssertNone(document, dotted.Concat(variables).Where(key => !IsKey(key)).Select(key => $"key {key} does not exist"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Paths_and_pictures_of_a_document_are_in_the_tree(string document)
    {
        string folder = Path.GetDirectoryName(Repository.Path(document))!;
        IEnumerable<string> links = Link().Matches(Text(document)).Select(found => found.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)))
            .Select(target => $"link {target} leads nowhere");
        string[] top = [.. Directory.EnumerateDirectories(Repository.Root).Select(path => Path.GetFileName(path)!).Except(["data", "logs", "artifacts"])];
        IEnumerable<string> paths = Quoted(document).Select(text => text.Split(' ')[0]).Where(text => !text.StartsWith("../", StringComparison.Ordinal)).Select(text => text.TrimStart('.', '/').TrimEnd('/'))
            .Where(text => text.Contains('/', StringComparison.Ordinal) && top.Contains(text.Split('/')[0]) && !s_placeholder.IsMatch(text))
            .Where(text => text != "config/secrets.yaml" && !IsMadeByTheReader(document, text) && !Path.Exists(Repository.Path(text)))
            .Select(text => $"path {text} is not in the tree");
        IEnumerable<string> kept = Quoted(document).Where(text => text.StartsWith("data/", StringComparison.Ordinal) && text.Length > 5 && !RunFolders.Contains(text.Split('/')[1]))
            .Select(text => $"path {text}: expected one of {string.Join(", ", RunFolders)} below data/");
        AssertNone(document, links.Concat(paths).Concat(kept));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Benchmarks_and_addresses_of_a_document_exist(string document)
    {
        string program = File.ReadAllText(Repository.Path("benchmarks", "Benchmarks", "Program.cs"));
        IEnumerable<string> comparisons = Comparison().Matches(Text(document)).Select(found => found.Groups[1].Value)
            .Where(name => !program.Contains($"\"{name}\"", StringComparison.Ordinal)).Select(name => $"scripts/bench.sh {name} does not exist");
        // /api/v1/stream is the answer of `platform stream --metrics-port`; the others are the monitor's.
        string[] offered = [.. JsonDocument.Parse(File.ReadAllText(Repository.Path("processes", "Monitor", "Http", "openapi.json"))).RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name), "/api/v1/openapi.json", "/api/v1/stream"];
        IEnumerable<string> addresses = Address().Matches(Text(document)).SelectMany(found => Expand(found.Value.TrimEnd('/', '.'))).Where(path => !offered.Contains(path)).Select(path => $"{path} is not in the API's description");
        AssertNone(document, comparisons.Concat(addresses));
    }

    /// <summary>Null when the words name a command and its options.</summary>
    private static string? WhyUnknown(Command root, string line)
    {
        Command command = root;
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string name = word.Split('=')[0];
            if (name.StartsWith("--", StringComparison.Ordinal))
            {
                if (name is not "--help" && !command.Options.Any(option => option.Name == name))
                    return $"'{line}': {command.Name} has no option {name}";
            }
            else if (command.Subcommands.FirstOrDefault(candidate => candidate.Name == name) is { } next)
            {
                command = next;
            }
            else if (command == root)
            {
                return $"'{line}': there is no command {name}";
            }
        }

        return null;
    }

    /// <summary>Lines from the program's name to the end of the command; what the simulated exchange alone takes is checked with its own guide.</summary>
    private static IEnumerable<string> CommandLines(string document) =>
        CommandText().Matches(Text(document)).Select(found => found.Groups[1].Value.Trim())
            .Where(line => line.Split(' ') is [_, not "venue", ..] and [_, [>= 'a' and <= 'z', ..], ..]);

    private static IEnumerable<string> Expand(string path) =>
        Braces().Match(path) is { Success: true } found
            ? found.Groups[1].Value.Split(',').Select(name => path.Replace(found.Value, name, StringComparison.Ordinal))
            : [path];

    /// <summary>A guide that scaffolds a calculator goes on to name its folder.</summary>
    private static bool IsMadeByTheReader(string document, string path) =>
        path.StartsWith("plugins/", StringComparison.Ordinal) && Text(document).Contains($"new-calculator {path.Split('/')[1]}", StringComparison.Ordinal);

    private static bool IsKey(string key)
    {
        JsonElement at = s_schema;
        foreach (string word in key.Split('.'))
        {
            if (at.TryGetProperty("items", out JsonElement items))
                at = items;
            if (!at.TryGetProperty("properties", out JsonElement properties) || !properties.TryGetProperty(word, out at))
                return false;
        }

        return true;
    }

    private static IEnumerable<string> Quoted(string document) => Backquoted().Matches(Text(document)).Select(found => found.Groups[1].Value);

    private static string Text(string document) => File.ReadAllText(Repository.Path(document));

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(Repository.Path(folder), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    private static void AssertNone(string document, IEnumerable<string?> faults)
    {
        string text = string.Join('\n', faults.OfType<string>().Distinct());
        Assert.True(text.Length == 0, $"{document}:\n{text}");
    }

    [GeneratedRegex(@"(?:scripts/|`)(platform [^`#|;&>\n\\)]*)")]
    private static partial Regex CommandText();

    [GeneratedRegex(@"^[a-z_]+(\.[a-z_]+)+$")]
    private static partial Regex DottedKey();

    [GeneratedRegex(@"\.(json|md|state|csv|yaml|log)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\bPLATFORM__([A-Z_]+[A-Z])\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"scripts/bench\.sh ([a-z][a-z-]*)")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"/api/v1/(?:\{[a-z,]+\}|[a-z.]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"\{([a-z,]+)\}")]
    private static partial Regex Braces();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backquoted();
}
