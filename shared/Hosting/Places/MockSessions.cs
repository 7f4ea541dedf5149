using System.Globalization;

namespace Platform.Hosting.Places;

/// <summary>
/// The mock sessions in one folder: session-0001, session-0002 and so on. Each start creates the next one, so that a number is
/// not reused while a later session exists; the newest session is the current one.
/// </summary>
public static class MockSessions
{
    private const string Prefix = "session-";

    /// <summary>The names of the sessions, oldest first; empty when there are none.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
                .Where(name => NumberOf(name) > 0)
                .OrderBy(NumberOf),
        ];
    }

    /// <summary>The name of the session after the newest.</summary>
    public static string Next(string folder) => NameOf(In(folder) is [.., var newest] ? NumberOf(newest) + 1 : 1);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D4}");

    private static int NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
