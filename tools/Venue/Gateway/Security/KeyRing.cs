using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Security;

/// <summary>The API keys of the venue, with the credential and account of each. Thread-safe.</summary>
internal sealed class KeyRing
{
    private volatile Dictionary<string, (ApiCredential Credential, int Account)> _keys = [];

    /// <summary>True to check signatures only against the received bytes, without the other encodings of spec/binance-usdm.md §5.1.</summary>
    public bool StrictSignatures { get; init; }

    public IEnumerable<KeyValuePair<string, int>> Keys => _keys.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Account));

    /// <summary>Replaces all keys.</summary>
    public void Replace(IEnumerable<(ApiCredential Credential, int Account)> keys) =>
        _keys = keys.ToDictionary(entry => entry.Credential.Key, StringComparer.Ordinal);

    /// <summary>The credential and account of a key; null with an error when the key is invalid or unknown.</summary>
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

    /// <summary>True when a signature is valid for the signed bytes in one of the accepted encodings.</summary>
    public bool Verifies(ApiCredential credential, byte[] text, string signature)
    {
        foreach (byte[] encoded in SignedText.Spellings(text, StrictSignatures))
        {
            if (credential.Verifies(encoded, signature))
                return true;
        }

        return false;
    }
}
