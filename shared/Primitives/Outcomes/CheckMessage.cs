using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Platform.Primitives.Outcomes;

/// <summary>
/// The reason of a <see cref="Check"/>, written only when the check fails: the compiler skips the parts of an interpolated text whose
/// condition holds, so that a check on a hot path costs no text. Numbers are written in the invariant culture.
/// </summary>
[InterpolatedStringHandler]
public readonly struct CheckMessage
{
    private readonly StringBuilder? _text;

    /// <summary>Called by the compiler with the condition of the check.</summary>
    /// <param name="isNeeded">False when the condition holds: no part of the text is then evaluated.</param>
    public CheckMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        _text = isNeeded ? new StringBuilder(literalLength + 8 * formattedCount) : null;
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value, string? format = null) =>
        _text!.Append(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    public override string ToString() => _text?.ToString() ?? "";
}
