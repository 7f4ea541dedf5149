using System.Buffers;
using System.Globalization;
using System.Text;
using Grpc.Core;

namespace Platform.Rpc.Headers;

/// <summary>Encodes and decodes the grpc-status and grpc-message headers.</summary>
internal static class StatusText
{
    private static readonly string[] Codes = [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code).Where(character => character != '%')]);

    /// <summary>Codes outside the protocol are sent as Unknown.</summary>
    public static string FormatCode(StatusCode code) => (uint)code < (uint)Codes.Length ? Codes[(int)code] : Codes[(int)StatusCode.Unknown];

    /// <summary>Returns Unknown for an unknown code, as the protocol requires, and for text that is not a number.</summary>
    public static StatusCode ParseCode(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code < Codes.Length ? (StatusCode)code : StatusCode.Unknown;

    /// <summary>Encodes as UTF-8 with '%' and every byte outside printable ASCII as %XX.</summary>
    public static string EncodeMessage(string message)
    {
        if (!message.AsSpan().ContainsAnyExcept(Plain))
            return message;
        var encoded = new StringBuilder(message.Length + 16);
        foreach (var one in Encoding.UTF8.GetBytes(message))
            if (Plain.Contains((char)one))
                encoded.Append((char)one);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        return encoded.ToString();
    }

    /// <summary>Decodes a message; a '%' without two hexadecimal digits stays unchanged.</summary>
    public static string DecodeMessage(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
            return encoded;
        var source = Encoding.UTF8.GetBytes(encoded);
        var bytes = new List<byte>(source.Length);
        for (var i = 0; i < source.Length; i++)
            if (source[i] == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                bytes.Add(byte.Parse([source[i + 1], source[i + 2]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add(source[i]);
            }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
