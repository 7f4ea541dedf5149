namespace Platform.Venue.Gateway.Calls;

/// <summary>What is wrong with the body of a successful response.</summary>
internal enum GarbledBody : byte
{
    /// <summary>Only its first half is sent, with a matching content length.</summary>
    Truncated,

    /// <summary>An array in place of an object, or an object in place of an array.</summary>
    WrongType,

    /// <summary>No byte is sent.</summary>
    Empty,
}

/// <summary>Names of garbled bodies on the wire, and how a body is garbled.</summary>
internal static class GarbledBodies
{
    public static bool TryParse(string name, out GarbledBody body)
    {
        (bool found, body) = name switch
        {
            "truncated" => (true, GarbledBody.Truncated),
            "wrong_type" => (true, GarbledBody.WrongType),
            "empty" => (true, GarbledBody.Empty),
            _ => (false, default),
        };
        return found;
    }

    public static ReadOnlyMemory<byte> Apply(GarbledBody body, ReadOnlyMemory<byte> text) => body switch
    {
        GarbledBody.Truncated => text[..(text.Length / 2)],
        GarbledBody.WrongType => text.Length > 0 && text.Span[0] == '[' ? "{}"u8.ToArray() : "[]"u8.ToArray(),
        _ => ReadOnlyMemory<byte>.Empty,
    };
}
