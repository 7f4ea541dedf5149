using System.Text;
using System.Text.Json;

namespace Platform.Venue.Gateway.Wire;

/// <summary>
/// The parameters of one request, decoded, names without regard to case; the first sender of a name wins, and the query comes before the body.
/// Not thread-safe: it belongs to its request.
/// </summary>
internal sealed class RequestParameters
{
    /// <summary>Pairs a request may hold; no call takes a tenth of it, and every name is compared with all before it.</summary>
    private const int Most = 256;

    private readonly List<KeyValuePair<string, string>> _pairs = new(12);

    /// <summary>True when more pairs came than any request has; those beyond were not read.</summary>
    public bool AreTooMany { get; private set; }

    /// <summary>A name that came twice in one part of the request; null normally. The query and the body may name the same.</summary>
    public string? Repeated { get; private set; }

    public int Count => _pairs.Count;

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>The value as sent; null when absent.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, string> pair in _pairs)
            {
                if (string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase))
                    return pair.Value;
            }

            return null;
        }
    }

    /// <summary>Adds a pair whose name was not sent before.</summary>
    public void Add(string name, string value)
    {
        if (_pairs.Count == Most)
            AreTooMany = true;
        else if (this[name] is null)
            _pairs.Add(new(name, value));
    }

    /// <summary>Adds a JSON value as the text a query would carry; null counts as not sent.</summary>
    public void AddJson(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return;
        Add(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
    }

    /// <summary>Adds the pairs of a query string or form body, percent-decoded on bytes, so that any UTF-8 survives.</summary>
    public void AddEncoded(ReadOnlySpan<byte> part)
    {
        int before = _pairs.Count;
        while (!part.IsEmpty && !AreTooMany)
        {
            int end = part.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? part : part[..end];
            part = end < 0 ? [] : part[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            if (pair.IsEmpty || equals == 0)
                continue;
            string name = PercentText.Decode(equals < 0 ? pair : pair[..equals]);
            if (_pairs.FindIndex(before, sent => string.Equals(sent.Key, name, StringComparison.OrdinalIgnoreCase)) >= 0)
                Repeated ??= name;
            Add(name, equals < 0 ? "" : PercentText.Decode(pair[(equals + 1)..]));
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in _pairs)
            text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(value);
        return text.ToString();
    }
}
