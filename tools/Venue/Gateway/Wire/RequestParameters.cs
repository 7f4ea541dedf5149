using System.Text;
using System.Text.Json;

namespace Platform.Venue.Gateway.Wire;

/// <summary>
/// The decoded parameters of one request. Names are case-insensitive. When a name occurs several times, the first value is used; the query is read before the body.
/// Not thread-safe.
/// </summary>
internal sealed class RequestParameters
{
    /// <summary>Maximum number of pairs in a request. It is limited because every name is compared with all names before it.</summary>
    private const int Most = 256;

    private readonly List<KeyValuePair<string, string>> _pairs = new(12);

    /// <summary>True when the request has more pairs than the maximum; the others were not read.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>A name that occurs more than once within the query or within the body; null for none. The same name in query and body is not a repeat.</summary>
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

    /// <summary>Adds a pair unless its name already exists.</summary>
    public void Add(string name, string value)
    {
        if (_pairs.Count == Most)
            HasTooMany = true;
        else if (this[name] is null)
            _pairs.Add(new(name, value));
    }

    /// <summary>Adds a JSON value as the text that it would have in a query; a JSON null is not added.</summary>
    public void AddJson(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return;
        Add(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
    }

    /// <summary>Adds the pairs of a query string or form body. They are percent-decoded as bytes, so that UTF-8 text is preserved.</summary>
    public void AddEncoded(ReadOnlySpan<byte> part)
    {
        int before = _pairs.Count;
        while (!part.IsEmpty && !HasTooMany)
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
