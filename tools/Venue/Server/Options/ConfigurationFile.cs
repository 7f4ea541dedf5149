using System.CommandLine;
using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Server.Options;

/// <summary>A JSON file with options of the command line: names without dashes, and an array for an option that is given several times.</summary>
internal static class ConfigurationFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the file as command line arguments, without the single-value options that the command line already has.</summary>
    public static Result<IReadOnlyList<string>> Read(string path, IEnumerable<Option> options, Func<Option, bool> isGiven)
    {
        JsonElement root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            root = document.RootElement.Clone();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return Invalid($"--config '{path}': {unreadable.Message} Expected a JSON file of options.");
        }

        if (root.ValueKind != JsonValueKind.Object)
            return Invalid($"--config '{path}' is not a JSON object; expected one such as {{\"symbols\": 20, \"speed\": 10}}.");
        Dictionary<string, Option> known = options.Where(option => option.Name is not ("--config" or "--help" or "--version")).ToDictionary(option => option.Name[2..], StringComparer.Ordinal);
        var arguments = new List<string>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!known.TryGetValue(property.Name, out Option? option))
                return Invalid($"--config '{path}': unknown option '{property.Name}'; expected one of {string.Join(", ", known.Keys)}.");
            bool isRepeatable = option.Arity.MaximumNumberOfValues > 1;
            if (property.Value.ValueKind == JsonValueKind.Array && !isRepeatable)
                return Invalid($"--config '{path}': '{property.Name}' takes one value, not a list.");
            if (!isRepeatable && isGiven(option))
                continue;
            foreach (JsonElement value in property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : (IEnumerable<JsonElement>)[property.Value])
                arguments.AddRange([option.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()]);
        }

        return arguments;
    }

    private static Fault Invalid(string message) => new(FaultKind.Invalid, message);
}
