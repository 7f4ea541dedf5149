using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Hosting.Configuration.Reading;

/// <summary>One problem of the configuration, as text for people: place, key, what was expected, what to do.</summary>
/// <param name="Origin">file:line, or the environment variable.</param>
/// <param name="Message">The problem and its remedy.</param>
public sealed record ConfigurationProblem(string Origin, string Message)
{
    public override string ToString() => $"{Origin}: {Message}";
}

/// <summary>A value of the configuration with its origin; overrides replace values and have their own origin.</summary>
internal abstract class ConfigurationTree(string origin)
{
    private const int DepthMax = 8;

    public string Origin { get; } = origin;

    /// <summary>Parses YAML text; syntax errors and duplicate keys are reported as problems with their line.</summary>
    public static MapTree FromYaml(string text, string file, List<ConfigurationProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0)
                return new MapTree(file);
            if (FromNode(stream.Documents[0].RootNode, file, 0) is MapTree map)
                return map;
            problems.Add(new ConfigurationProblem(file, "expected 'key: value' lines at the top level of the file."));
        }
        catch (YamlException broken)
        {
            string reason = (broken.InnerException ?? broken).Message;
            problems.Add(new ConfigurationProblem($"{file}:{Math.Max(1, broken.Start.Line)}", $"not readable as YAML: {reason} (column {broken.Start.Column}). Expected 'key: value' with two spaces of indentation per level."));
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
        {
            // Exceptions of the parser for malformed flow collections and aliases; they have no position.
            problems.Add(new ConfigurationProblem(file, $"not readable as YAML: {broken.Message} Expected plain 'key: value' lines without aliases."));
        }

        return new MapTree(file);
    }

    private static ConfigurationTree FromNode(YamlNode node, string file, int depth)
    {
        string origin = $"{file}:{node.Start.Line}";
        if (depth > DepthMax)
            throw new YamlException(node.Start, node.End, $"nested more than {DepthMax} levels deep, or an alias contains itself");
        switch (node)
        {
            case YamlMappingNode mapping:
                var map = new MapTree(origin);
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                    map.Children[key.ToString()] = (FromNode(value, file, depth + 1), $"{file}:{key.Start.Line}");
                return map;
            case YamlSequenceNode sequence:
                return new ListTree(origin, [.. sequence.Children.Select(child => FromNode(child, file, depth + 1))]);
            default:
                var scalar = (YamlScalarNode)node;
                bool plain = scalar.Style == ScalarStyle.Plain;
                return new ScalarTree(origin, plain && scalar.Value is "~" or "null" ? "" : scalar.Value ?? "");
        }
    }
}

/// <summary>Text as in the file; the type of the bound key determines its interpretation.</summary>
internal sealed class ScalarTree(string origin, string text) : ConfigurationTree(origin)
{
    public string Text { get; } = text;
}

internal sealed class ListTree(string origin, List<ConfigurationTree> items) : ConfigurationTree(origin)
{
    public List<ConfigurationTree> Items { get; } = items;
}

internal sealed class MapTree(string origin) : ConfigurationTree(origin)
{
    /// <summary>Values by key, each with the origin of the key.</summary>
    public Dictionary<string, (ConfigurationTree Value, string KeyOrigin)> Children { get; } = new(StringComparer.Ordinal);
}
