using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Security;

/// <summary>Recovers the bytes that a client signed from the received bytes (spec/binance-usdm.md §5.1).</summary>
internal static class SignedText
{
    /// <summary>
    /// Joins query and body without a separator and without the signature parameter. The signature is percent-decoded; plus signs are kept
    /// because base64 may contain them unescaped. It is null when none was sent.
    /// </summary>
    public static (byte[] Text, string? Signature) Split(ReadOnlySpan<byte> query, ReadOnlySpan<byte> body)
    {
        string? signature = null;
        byte[] head = Cut(query, ref signature);
        byte[] tail = Cut(body, ref signature);
        return (tail.Length == 0 ? head : [.. head, .. tail], signature);
    }

    /// <summary>The possible encodings of the signed bytes, the received one first; with <paramref name="strict"/> only that one.</summary>
    public static IEnumerable<byte[]> Spellings(byte[] received, bool strict)
    {
        yield return received;
        if (strict)
            yield break;
        yield return PercentText.Reencode(received, rfc3986: false);
        yield return PercentText.Reencode(received, rfc3986: true);
        yield return PercentText.DecodeBytes(received, plusIsSpace: false);
        yield return PercentText.DecodeBytes(received, plusIsSpace: true);
    }

    /// <summary>True when the text contains characters that must be percent-encoded, such as those of JSON.</summary>
    public static bool HasRawText(ReadOnlySpan<byte> text) => text.ContainsAnyExcept(Encoded);

    private static readonly System.Buffers.SearchValues<byte> Encoded =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!*'()%&=+"u8);

    private static byte[] Cut(ReadOnlySpan<byte> part, ref string? signature)
    {
        int start = Find(part);
        if (start < 0)
            return part.ToArray();
        int length = part[start..].IndexOf((byte)'&');
        ReadOnlySpan<byte> value = length < 0 ? part[(start + Name.Length)..] : part.Slice(start + Name.Length, length - Name.Length);
        signature ??= System.Text.Encoding.ASCII.GetString(PercentText.DecodeBytes(value, plusIsSpace: false));
        ReadOnlySpan<byte> before = part[..start];
        ReadOnlySpan<byte> after = length < 0 ? [] : part[(start + length + 1)..];
        if (after.IsEmpty && !before.IsEmpty)
            before = before[..^1];
        return [.. before, .. after];
    }

    private static ReadOnlySpan<byte> Name => "signature="u8;

    private static int Find(ReadOnlySpan<byte> part)
    {
        for (int from = 0; from < part.Length;)
        {
            ReadOnlySpan<byte> rest = part[from..];
            if (rest.Length >= Name.Length && System.Text.Ascii.EqualsIgnoreCase(rest[..Name.Length], Name))
                return from;
            int next = rest.IndexOf((byte)'&');
            if (next < 0)
                return -1;
            from += next + 1;
        }

        return -1;
    }
}
