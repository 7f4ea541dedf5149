using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Platform.Architecture;

/// <summary>What the platform offers is used: configuration keys, remote calls, topics of the bus.</summary>
public partial class OfferTests
{
    private const string Configuration = "shared/Hosting/Configuration/";
    private const string Topics = "BusTopics";

    /// <summary>The consent to trade real money takes effect in the configuration's own rules: without it the start in mode live is refused.</summary>
    private static readonly string[] s_consent = ["PlatformConfiguration.Live", "LiveOptions.Confirm"];

    public static TheoryData<string> Keys => [.. KeysOf(SourceTree.Projects.Single(project => project.Name == "Hosting"))];

    public static TheoryData<string> Calls => [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "proto", "platform"), "*.proto", SearchOption.AllDirectories).SelectMany(CallsOf)];

    public static TheoryData<string> BusTopics => [.. TopicsOf(SourceTree.Projects.Single(project => project.Name == "Hosting"))];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_configuration_key_is_read_where_it_takes_effect(string property) =>
        Assert.True(s_consent.Contains(property) || SymbolUses.Of(property).Any(IsOutside) || SymbolUses.Of(property).Select(ReadBy).Any(reader => SymbolUses.Of(reader).Any(IsOutside)),
            $"nothing outside {Configuration} reads {property}: let the key take effect, or remove it");

    /// <summary>A key that only fills a property of something else takes effect where that property is read.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void What_a_key_is_copied_to_is_read(string property)
    {
        List<string> copies = [.. SymbolUses.Of(property).Where(IsOutside).Select(CopiedTo)];
        Assert.True(copies.Count == 0 || copies.Any(target => target.Length == 0 || SymbolUses.Of(target).Any(IsRead)),
            $"{property} is copied to {string.Join(", ", copies)}, which nothing reads");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_remote_call_has_a_caller(string call)
    {
        (string service, string method) = (call.Split('/')[0], call.Split('/')[1]);
        Assert.True(SymbolUses.Of($"{service}Client.{method}Async").Concat(SymbolUses.Of($"{service}Client.{method}")).Any(),
            $"nothing outside tests calls {call}: call it, or remove it");
    }

    [Theory]
    [MemberData(nameof(BusTopics))]
    public void A_topic_has_a_publisher_and_a_subscriber(string topic)
    {
        ILookup<bool, SymbolUse> uses = SymbolUses.Of($"{Topics}.{topic}").ToLookup(use => IsSubscription(use.Node));
        Assert.True(uses[false].Any(), $"nothing publishes {Topics}.{topic}");
        Assert.True(uses[true].Any(), $"nothing outside tests subscribes to {Topics}.{topic}: subscribe to it, or remove it");
    }

    private static bool IsSubscription(SimpleNameSyntax topic) =>
        topic.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Subscribe" });

    private static bool IsOutside(SymbolUse use) => !use.File.StartsWith(Configuration, StringComparison.Ordinal);

    /// <summary>The property of an options type that reads a key for others, such as text that it parses.</summary>
    private static string ReadBy(SymbolUse use) =>
        use.Node.Ancestors().OfType<PropertyDeclarationSyntax>().FirstOrDefault() is { Parent: TypeDeclarationSyntax type } property ? $"{type.Identifier.Text}.{property.Identifier.Text}" : "";

    private static bool IsRead(SymbolUse use) =>
        use.Node.Parent is not NameColonSyntax
        && !(use.Node.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use.Node);

    /// <summary>The property that a value fills when that is all that is done with it; empty when it is used.</summary>
    private static string CopiedTo(SymbolUse use)
    {
        SyntaxNode value = use.Node;
        while (value.Parent is MemberAccessExpressionSyntax access && access.Name == value)
            value = access;
        string? target = value.Parent switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Parent: InitializerExpressionSyntax } assignment when assignment.Right == value => left.Identifier.Text,
            ArgumentSyntax { NameColon.Name.Identifier.Text: var name } => name,
            _ => null,
        };
        string? type = value.Ancestors().OfType<ObjectCreationExpressionSyntax>().FirstOrDefault()?.Type.ToString();
        return target is null || type is null ? "" : $"{type}.{target}";
    }

    private static IEnumerable<string> KeysOf(SourceProject hosting) =>
        from tree in SourceModel.Of(hosting).Trees
        where SourceTree.Relative(tree.FilePath).StartsWith(Configuration, StringComparison.Ordinal)
        from property in tree.GetRoot().DescendantNodes().OfType<PropertyDeclarationSyntax>()
        where property.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Key")
        select $"{((TypeDeclarationSyntax)property.Parent!).Identifier.Text}.{property.Identifier.Text}";

    private static IEnumerable<string> TopicsOf(SourceProject hosting) =>
        from tree in SourceModel.Of(hosting).Trees
        from type in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
        where type.Identifier.Text == Topics
        from property in type.Members.OfType<PropertyDeclarationSyntax>()
        select property.Identifier.Text;

    private static IEnumerable<string> CallsOf(string file)
    {
        string text = File.ReadAllText(file);
        foreach (Match service in ServiceText().Matches(text))
        {
            foreach (Match call in CallText().Matches(service.Groups[2].Value))
                yield return $"{service.Groups[1].Value}/{call.Groups[1].Value}";
        }
    }

    [GeneratedRegex(@"^service (\w+) \{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ServiceText();

    [GeneratedRegex(@"\brpc (\w+)\(")]
    private static partial Regex CallText();
}
