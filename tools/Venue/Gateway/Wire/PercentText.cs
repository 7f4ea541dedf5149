using System.Buffers;
using System.Globalization;
using System.Text;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Percent-decoding of forms, and the two percent-encodings over which clients create signatures.</summary>
internal static class PercentText
{
    private static readonly SearchValues<byte> ComponentSafe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"u8);

    private static readonly SearchValues<byte> Rfc3986Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);

    /// <summary>Decodes percent-encoded bytes to text. A plus sign is a space; a percent sign without two hex digits is unchanged.</summary>
    public static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.ContainsAny((byte)'%', (byte)'+'))
            return Encoding.UTF8.GetString(encoded);
        byte[] decoded = DecodeBytes(encoded, plusIsSpace: true);
        return Encoding.UTF8.GetString(decoded);
    }

    /// <summary>Decodes a percent-encoded text to bytes.</summary>
    public static byte[] DecodeBytes(ReadOnlySpan<byte> encoded, bool plusIsSpace)
    {
        var bytes = new ArrayBufferWriter<byte>(Math.Max(1, encoded.Length));
        for (int i = 0; i < encoded.Length; i++)
        {
            byte value = encoded[i];
            if (value == '%' && i + 2 < encoded.Length
                && byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte escaped))
            {
                value = escaped;
                i += 2;
            }
            else if (value == '+' && plusIsSpace)
            {
                value = (byte)' ';
            }

            bytes.GetSpan(1)[0] = value;
            bytes.Advance(1);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Decodes the pairs and encodes them again: as JavaScript's encodeURIComponent does, or so that only the unreserved characters of RFC 3986 are not encoded.
    /// Separators between pairs and between name and value are kept.
    /// </summary>
    public static byte[] Reencode(ReadOnlySpan<byte> pairs, bool rfc3986)
    {
        SearchValues<byte> safe = rfc3986 ? Rfc3986Safe : ComponentSafe;
        var output = new ArrayBufferWriter<byte>(pairs.Length + 64);
        int start = 0;
        bool inValue = false;
        for (int i = 0; i <= pairs.Length; i++)
        {
            bool separates = i == pairs.Length || pairs[i] == '&' || (pairs[i] == '=' && !inValue);
            if (!separates)
                continue;
            foreach (byte value in DecodeBytes(pairs[start..i], plusIsSpace: true))
                AppendEncoded(output, value, safe);
            if (i < pairs.Length)
            {
                output.GetSpan(1)[0] = pairs[i];
                output.Advance(1);
                inValue = pairs[i] == '=';
            }

            start = i + 1;
        }

        return output.WrittenSpan.ToArray();
    }

    private static void AppendEncoded(ArrayBufferWriter<byte> output, byte value, SearchValues<byte> safe)
    {
        Span<byte> width = output.GetSpan(3);
        if (safe.Contains(value))
        {
            width[0] = value;
            output.Advance(1);
            return;
        }

        const string Hex = "0123456789ABCDEF";
        width[0] = (byte)'%';
        width[1] = (byte)Hex[value >> 4];
        width[2] = (byte)Hex[value & 15];
        output.Advance(3);
    }
}
