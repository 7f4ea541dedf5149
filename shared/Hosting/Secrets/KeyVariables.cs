using System.Text.Json;
using Platform.Hosting.Configuration;

namespace Platform.Hosting.Secrets;

/// <summary>
/// The environment variables with API keys, which the start command passes to the executors. They are removed from
/// the environment of every other process, because any program of the same user can read it.
/// </summary>
public sealed class KeyVariables
{
    private const string KeySuffix = "_API_KEY", SecretSuffix = "_API_SECRET";

    private readonly Dictionary<string, string> _values;

    private KeyVariables(Dictionary<string, string> values) => _values = values;

    public static KeyVariables None { get; } = new([]);

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The names of an account's key and secret; mock has none.</summary>
    public static (string Key, string Secret) Of(string account, PlatformMode mode)
    {
        string name = account.ToUpperInvariant() + (mode == PlatformMode.Testnet ? "_TESTNET" : "");
        return (name + KeySuffix, name + SecretSuffix);
    }

    /// <summary>Selects the key variables of an environment, for all accounts and modes.</summary>
    public static KeyVariables From(IEnumerable<KeyValuePair<string, string>> environment) =>
        new(environment.Where(variable => IsOne(variable.Key)).ToDictionary(StringComparer.Ordinal));

    /// <summary>Removes them from the environment of a new process.</summary>
    public static void RemoveFrom(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.Where(IsOne).ToArray())
            environment.Remove(name);
    }

    /// <summary>Adds the variables of an account in this mode to the environment of its executor.</summary>
    public void AddTo(IDictionary<string, string?> environment, string account, PlatformMode mode)
    {
        (string key, string secret) = Of(account, mode);
        foreach (string name in new[] { key, secret })
        {
            if (mode != PlatformMode.Mock && _values.TryGetValue(name, out string? value))
                environment[name] = value;
        }
    }

    /// <summary>One line with the values, only for the pipe between the start command and the supervisor.</summary>
    public string ToLine() => JsonSerializer.Serialize(_values);

    /// <summary>Parses the line; empty when the line is malformed.</summary>
    public static KeyVariables Parse(string? line)
    {
        try
        {
            return line is null ? None : new KeyVariables(JsonSerializer.Deserialize<Dictionary<string, string>>(line) ?? []);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The number of variables, without values.</summary>
    public override string ToString() => $"{_values.Count} key variables";

    private static bool IsOne(string name) => name.EndsWith(KeySuffix, StringComparison.Ordinal) || name.EndsWith(SecretSuffix, StringComparison.Ordinal);
}
