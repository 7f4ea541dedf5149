namespace Platform.Cli.TradeStream.Frames;

/// <summary>
/// Scans the fields of a message in the form that exchanges write: no blanks, no escapes, whole numbers, one object or one within "data".
/// Any other form is left to the JSON reader, which gives the same result for the forms accepted here.
/// </summary>
internal static class FrameScan
{
    public static bool TryScan(ReadOnlySpan<byte> json, ref FrameFields fields)
    {
        bool isInData = false;
        int at = 1;
        if (json.Length < 2 || json[0] != '{')
            return false;
        while (true)
        {
            if (!TryText(json, ref at, out ReadOnlySpan<byte> name) || at >= json.Length || json[at++] != ':' || at >= json.Length)
                return false;
            if (json[at] == '{' && !isInData && name.SequenceEqual("data"u8))
            {
                isInData = true;
                at++;
                continue;
            }

            if (!TryValue(json, ref at, out ReadOnlySpan<byte> value, out bool isNull) || IsError(name))
                return false;
            if (!isNull)
                fields.Set(name, value);
            if (json[at] == '}' && isInData)
            {
                isInData = false;
                if (++at >= json.Length)
                    return false;
            }

            if (json[at] == '}')
                return !isInData && at == json.Length - 1;
            if (json[at++] != ',')
                return false;
        }
    }

    private static bool IsError(ReadOnlySpan<byte> name) => name.Length > 1 && (name.SequenceEqual("error"u8) || name.SequenceEqual("code"u8) || name.SequenceEqual("data"u8));

    /// <summary>True when at least one more byte follows the value.</summary>
    private static bool TryValue(ReadOnlySpan<byte> json, scoped ref int at, out ReadOnlySpan<byte> value, out bool isNull)
    {
        isNull = false;
        byte first = json[at];
        if (first == '"')
            return TryText(json, ref at, out value) && at < json.Length;
        int start = at;
        if (first is >= (byte)'0' and <= (byte)'9')
        {
            while (at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9')
                at++;
            value = json[start..at];
            return at < json.Length && (first != '0' || value.Length == 1);
        }

        ReadOnlySpan<byte> rest = json[at..];
        value = rest.StartsWith("true"u8) ? rest[..4] : rest.StartsWith("false"u8) ? rest[..5] : rest.StartsWith("null"u8) ? rest[..4] : default;
        isNull = first == 'n';
        at += value.Length;
        return value.Length > 0 && at < json.Length;
    }

    private static bool TryText(ReadOnlySpan<byte> json, scoped ref int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        if ((uint)at >= (uint)json.Length || json[at] != '"')
            return false;
        int start = ++at;
        for (; (uint)at < (uint)json.Length; at++)
        {
            byte letter = json[at];
            if (letter == '"')
            {
                text = json[start..at++];
                return true;
            }

            if (letter is < (byte)' ' or (byte)'\\')
                return false;
        }

        return false;
    }
}
