using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Secrets;

/// <summary>The API key and secret of an account. Its text does not contain the secret.</summary>
public sealed class AccountKey(string key, string secret)
{
    public string Key { get; } = key;

    public string Secret { get; } = secret;

    public override string ToString() => Key.Length > 8 ? $"key {Key[..4]}…" : "key …";
}

/// <summary>
/// The API keys of the accounts: from environment variables, otherwise from a file that only its owner can read; in mock they
/// are derived from the account's name. Stored in memory only.
/// </summary>
public sealed class AccountSecrets
{
    private readonly Dictionary<string, AccountKey> _keys;

    private AccountSecrets(Dictionary<string, AccountKey> keys) => _keys = keys;

    /// <summary>The empty set, for a process without an account.</summary>
    public static AccountSecrets None { get; } = new([]);

    /// <summary>All texts that must not be written to any output.</summary>
    public IEnumerable<string> Texts => _keys.Values.SelectMany(key => new[] { key.Key, key.Secret });

    /// <summary>The key of an account. NotFound when the account has no key in this mode.</summary>
    public Result<AccountKey> For(string account) => _keys.TryGetValue(account, out AccountKey? key)
        ? key
        : new Fault(FaultKind.NotFound, $"account '{account}' has no API key");

    /// <summary>The key of an account in mock; the simulated exchange is started with the same key.</summary>
    public static AccountKey MockKey(string account) => new($"mock-{account}", $"mock-secret-{account}");

    /// <summary>
    /// Reads the keys of one account, or of all enabled accounts. Denied when other users can read the file; NotFound, with every
    /// missing variable in one message, when a key is missing in testnet or live.
    /// </summary>
    /// <param name="only">The account of the caller; null to check all accounts.</param>
    public static Result<AccountSecrets> Read(PlatformConfiguration configuration, string secretsFile, IReadOnlyDictionary<string, string> environment, string? only = null)
    {
        AccountOptions[] accounts = [.. configuration.Accounts.Where(account => only is null ? account.Enabled : account.Id == only)];
        if (configuration.Mode == PlatformMode.Mock)
            return new AccountSecrets(accounts.ToDictionary(account => account.Id, account => MockKey(account.Id)));
        if (!ReadFile(secretsFile).TryGet(out Dictionary<string, string>? file, out Fault? fault))
            return fault;

        Dictionary<string, AccountKey> keys = [];
        List<string> missing = [];
        foreach (AccountOptions account in accounts)
        {
            (string keyName, string secretName) = KeyVariables.Of(account.Id, configuration.Mode);
            string? key = Find(keyName), secret = Find(secretName);
            if (key is null)
                missing.Add(keyName);
            if (secret is null)
                missing.Add(secretName);
            if (key is not null && secret is not null)
                keys[account.Id] = new AccountKey(key, secret);
        }

        if (missing.Count > 0)
            return new Fault(FaultKind.NotFound, $"mode {configuration.Mode.ToString().ToLowerInvariant()} needs keys that are not set: {string.Join(", ", missing)}. Set them in the environment, or in {secretsFile} (mode 0600).");
        return new AccountSecrets(keys);

        string? Find(string name) =>
            environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : file.GetValueOrDefault(name);
    }

    /// <summary>Reads lines of the form NAME: value with the names of the variables; empty when the file does not exist.</summary>
    private static Result<Dictionary<string, string>> ReadFile(string path)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (!File.Exists(path))
            return values;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            return new Fault(FaultKind.Denied, $"{path}: other users can read the keys; expected mode 0600. Run: chmod 600 {path}");
        try
        {
            var stream = new YamlStream();
            using StreamReader text = File.OpenText(path);
            stream.Load(text);
            if (stream.Documents.Count == 0)
                return values;
            if (stream.Documents[0].RootNode is not YamlMappingNode map)
                return new Fault(FaultKind.Invalid, $"{path}:1: expected lines such as ACCOUNT1_API_KEY: …");
            foreach ((YamlNode name, YamlNode value) in map.Children)
            {
                if (value is not YamlScalarNode scalar)
                    return new Fault(FaultKind.Invalid, $"{path}:{value.Start.Line}: expected one text per name, such as ACCOUNT1_API_KEY: …");
                values[name.ToString()] = scalar.Value ?? "";
            }

            return values;
        }
        catch (YamlException broken)
        {
            // The parser's message can contain the secret text, so it is not used.
            return new Fault(FaultKind.Invalid, $"{path}:{broken.Start.Line}: not readable as YAML; expected lines such as ACCOUNT1_API_KEY: …");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Denied, $"{path}: cannot be read: {unreadable.Message}");
        }
    }
}
