using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Reading;

/// <summary>The configuration as text: the commented file and the JSON schema, both generated from the section records.</summary>
public static class ConfigurationText
{
    private const int CommentWidth = 120;

    private static readonly Regex s_plain = new("^[A-Za-z][A-Za-z0-9_./-]*(://[A-Za-z0-9_./-]+)?$");

    /// <summary>The whole file: each key with a comment for its meaning, its allowed values and its default, then its value.</summary>
    public static string ToCommentedYaml(PlatformConfiguration configuration)
    {
        var text = new StringBuilder(16_384);
        text.Append("# Configuration of the platform. The file contains every key with its default; an omitted key has its default.\n");
        text.Append("# A misspelled key, a wrong type or an invalid value stops the start with a message that contains the line.\n");
        text.Append("# PLATFORM__SECTION__KEY=value in the environment overrides a key. API keys do not belong here: see config/accounts.example.yaml.\n");
        WriteSection(text, KeyCatalog.Of(typeof(PlatformConfiguration)), configuration, "");
        return text.ToString();
    }

    /// <summary>JSON schema (draft 2020-12) for editors.</summary>
    public static string ToSchemaJson()
    {
        JsonObject schema = SectionSchema(KeyCatalog.Of(typeof(PlatformConfiguration)));
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Platform configuration");
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static void WriteSection(StringBuilder text, KeyCatalog catalog, object section, string indent)
    {
        object defaults = catalog.Defaults();
        foreach (ConfigurationKey key in catalog.Keys)
        {
            bool top = indent.Length == 0;
            text.Append(top ? "\n" : "");
            object? value = key.Get(section);
            if (key.IsSection)
            {
                Comment(text, key.Rule.Meaning, indent);
                text.Append(indent).Append(key.Name).Append(":\n");
                WriteSection(text, KeyCatalog.Of(key.Type), value!, indent + "  ");
            }
            else if (key.ItemType is { } item && ConfigurationKey.IsSectionType(item))
            {
                Comment(text, key.Rule.Meaning, indent);
                WriteItems(text, KeyCatalog.Of(item), key.Name, (IEnumerable)value!, indent);
            }
            else
            {
                Comment(text, $"{key.Rule.Meaning} {Allowed(key)}Default: {Scalar(key.Get(defaults))}.", indent);
                text.Append(indent).Append(key.Name).Append(": ").Append(Scalar(value)).Append('\n');
            }
        }
    }

    private static void WriteItems(StringBuilder text, KeyCatalog item, string name, IEnumerable items, string indent)
    {
        object defaults = item.Defaults();
        foreach (ConfigurationKey key in item.Keys)
            Comment(text, $"{key.Name}: {key.Rule.Meaning} {Allowed(key)}Default: {Scalar(key.Get(defaults))}.", indent + "  ");
        text.Append(indent).Append(name).Append(":\n");
        foreach (object one in items)
        {
            string lead = "  - ";
            foreach (ConfigurationKey key in item.Keys)
            {
                text.Append(indent).Append(lead).Append(key.Name).Append(": ").Append(Scalar(key.Get(one))).Append('\n');
                lead = "    ";
            }
        }
    }

    private static string Allowed(ConfigurationKey key)
    {
        bool plain = key.ItemType is not null || key.Type == typeof(bool) || key.Type == typeof(string);
        return plain ? "" : $"Allowed: {ConfigurationBinder.Expectation(key.Type, key.Rule)}. ";
    }

    private static void Comment(StringBuilder text, string comment, string indent)
    {
        string line = $"{indent}#";
        foreach (string word in comment.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > CommentWidth)
            {
                text.Append(line).Append('\n');
                line = $"{indent}#";
            }

            line += $" {word}";
        }

        text.Append(line).Append('\n');
    }

    private static string Scalar(object? value) => value switch
    {
        null => "\"\"",
        bool flag => flag ? "true" : "false",
        Enum member => ConfigurationKey.ToSnake(member.ToString()),
        string text => s_plain.IsMatch(text) && text is not ("true" or "false" or "null") ? text : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"",
        double real => real.ToString("0.############", CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Scalar))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static JsonObject SectionSchema(KeyCatalog catalog)
    {
        object defaults = catalog.Defaults();
        var properties = new JsonObject();
        foreach (ConfigurationKey key in catalog.Keys)
        {
            JsonObject schema = TypeSchema(key.Type, key.Rule);
            schema.Insert(0, "description", key.Rule.Meaning);
            if (!key.IsSection && (key.ItemType is null || !ConfigurationKey.IsSectionType(key.ItemType)))
                schema["default"] = Node(key.Get(defaults));
            properties[key.Name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject TypeSchema(Type type, KeyAttribute rule)
    {
        if (ConfigurationKey.IsSectionType(type))
            return SectionSchema(KeyCatalog.Of(type));
        if (type.IsGenericType)
            return new JsonObject { ["type"] = "array", ["items"] = TypeSchema(type.GetGenericArguments()[0], rule) };
        if (type.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)ConfigurationKey.ToSnake(name))]) };
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        var schema = new JsonObject { ["type"] = type == typeof(string) ? "string" : type == typeof(double) || type == typeof(decimal) ? "number" : "integer" };
        if (rule.Pattern.Length > 0)
            schema["pattern"] = $"^(?:{rule.Pattern})$";
        if (double.IsFinite(rule.Min))
            schema["minimum"] = rule.Min;
        if (double.IsFinite(rule.Max))
            schema["maximum"] = rule.Max;
        return schema;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        bool flag => flag,
        Enum member => ConfigurationKey.ToSnake(member.ToString()),
        string text => text,
        int whole => whole,
        long large => large,
        double real => real,
        decimal exact => exact,
        IEnumerable list => new JsonArray([.. list.Cast<object>().Select(Node)]),
        _ => null,
    };
}
