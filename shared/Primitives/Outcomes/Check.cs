using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Platform.Primitives.Outcomes;

/// <summary>Assertions that stay on in Release. A failed check is a programmer's error: the process ends and is restarted.</summary>
public static class Check
{
    /// <summary>Throws <see cref="CheckFailedException"/> with the expression and its file and line when the condition is false.</summary>
    public static void That(
        [DoesNotReturnIf(false)] bool condition,
        string because = "",
        [CallerArgumentExpression(nameof(condition))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (!condition)
            Fail(because, expression, file, line);
    }

    /// <summary>The same with a reason that is written only when the condition is false.</summary>
    public static void That(
        [DoesNotReturnIf(false)] bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] CheckMessage because,
        [CallerArgumentExpression(nameof(condition))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (!condition)
            Fail(because.ToString(), expression, file, line);
    }

    [DoesNotReturn, StackTraceHidden]
    private static void Fail(string because, string expression, string file, int line) =>
        throw new CheckFailedException($"{Path.GetFileName(file)}:{line}: '{expression}' does not hold. {because}".TrimEnd());
}

/// <summary>A broken invariant. It may be caught only to report it before the process ends, not to continue.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
