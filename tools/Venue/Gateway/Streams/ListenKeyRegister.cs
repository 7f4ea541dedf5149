using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Venue.Gateway.Streams;

/// <summary>
/// The listen keys of user streams. A key is valid for 60 minutes of real time; POST and PUT extend it (spec/binance-usdm.md §4.6).
/// Keys are derived from the seed and a counter, so they are reproducible. Thread-safe.
/// </summary>
internal sealed partial class ListenKeyRegister(ulong seed, TimeProvider real)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(60);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Account, string ApiKey, DateTimeOffset Until)> _keys = new(StringComparer.Ordinal);
    private long _made;

    /// <summary>Raised outside the lock when a key expires, with the key and the account number.</summary>
    public event Action<string, int>? Expired;

    public int Count
    {
        get
        {
            lock (_gate)
                return _keys.Count;
        }
    }

    /// <summary>Extends and returns the listen key of an API key; creates one when there is none.</summary>
    public string Open(string apiKey, int account)
    {
        Sweep();
        lock (_gate)
        {
            string? key = Find(apiKey) ?? Make();
            _keys[key] = (account, apiKey, real.GetUtcNow() + Life);
            return key;
        }
    }

    /// <summary>Extends and returns the listen key of an API key; null when there is none.</summary>
    public string? Extend(string apiKey)
    {
        Sweep();
        lock (_gate)
        {
            if (Find(apiKey) is not { } key)
                return null;
            _keys[key] = _keys[key] with { Until = real.GetUtcNow() + Life };
            return key;
        }
    }

    /// <summary>Removes and returns the listen key of an API key, without the event; null when there is none.</summary>
    public string? Close(string apiKey)
    {
        lock (_gate)
            return Find(apiKey) is { } key && _keys.Remove(key) ? key : null;
    }

    /// <summary>The account number of a valid listen key; null for any other text.</summary>
    public int? AccountOf(string key)
    {
        lock (_gate)
            return _keys.TryGetValue(key, out (int Account, string, DateTimeOffset Until) entry) && entry.Until > real.GetUtcNow() ? entry.Account : null;
    }

    /// <summary>Removes expired keys and raises <see cref="Expired"/> for each.</summary>
    public void Sweep() => Expire(entry => entry.Until <= real.GetUtcNow());

    /// <summary>Expires the keys of one account, or all when null; returns their number.</summary>
    public int ExpireNow(int? account) => Expire(entry => account is null || entry.Account == account);

    private int Expire(Func<(int Account, string ApiKey, DateTimeOffset Until), bool> ends)
    {
        List<(string Key, int Account)> gone;
        lock (_gate)
        {
            gone = [.. _keys.Where(entry => ends(entry.Value)).Select(entry => (entry.Key, entry.Value.Account))];
            foreach ((string key, int _) in gone)
                _keys.Remove(key);
        }

        foreach ((string key, int account) in gone)
            Expired?.Invoke(key, account);
        return gone.Count;
    }

    /// <summary>An address without its listen keys, because a listen key gives access to the stream of an account.</summary>
    public static string Redact(string address) => KeyText().Replace(address, static key => $"{key.ValueSpan[..4]}…");

    [GeneratedRegex("[A-Za-z0-9]{40,}")]
    private static partial Regex KeyText();

    private string? Find(string apiKey)
    {
        foreach ((string key, (int Account, string ApiKey, DateTimeOffset Until) entry) in _keys)
        {
            if (entry.ApiKey == apiKey && entry.Until > real.GetUtcNow())
                return key;
        }

        return null;
    }

    private string Make()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        byte[] drawn = SHA512.HashData(Encoding.ASCII.GetBytes($"listen-key/{seed}/{_made++}"));
        return string.Create(64, drawn, static (text, bytes) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
    }
}
