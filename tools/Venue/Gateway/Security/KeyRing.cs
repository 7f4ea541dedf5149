using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Security;

/// <summary>The API keys of the venue and the account each opens. Read by every connection, on any thread.</summary>
internal sealed class KeyRing
{
    private volatile Dictionary<string, (ApiCredential Credential, int Account)> _keys = [];

    /// <summary>When true only the received bytes are checked, without the encodings of §5.1.</summary>
    public bool StrictSignatures { get; init; }

    public IEnumerable<KeyValuePair<string, int>> Keys => _keys.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Account));

    /// <summary>Replaces all keys.</summary>
    public void Replace(IEnumerable<(ApiCredential Credential, int Account)> keys) =>
        _keys = keys.ToDictionary(entry => entry.Credential.Key, StringComparer.Ordinal);

    /// <summary>The account behind a key; null with the reason in <paramref name="error"/>.</summary>
    public (ApiCredential Credential, int Account)? Find(string? key, out ApiError? error)
    {
        error = null;
        if (string.IsNullOrEmpty(key) || key.Length > 128 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            error = ApiError.BadKeyFormat;
            return null;
        }

        if (_keys.TryGetValue(key, out (ApiCredential, int) found))
            return found;
        error = ApiError.UnknownKey;
        return null;
    }

    /// <summary>Checks a signature against the signed bytes in every accepted encoding.</summary>
    public bool Verifies(ApiCredential credential, byte[] text, string signature)
    {
        foreach (byte[] spelling in SignedText.Spellings(text, StrictSignatures))
        {
            if (credential.Verifies(spelling, signature))
                return true;
        }

        return false;
    }
}
