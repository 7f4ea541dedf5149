using Platform.TestKit.Files;

namespace Platform.Exchanges.Tests.Kit;

/// <summary>Examples of the exchange's documentation, kept as text files beside the repository.</summary>
internal static class Fixtures
{
    /// <summary>The body of a REST example: what follows method, path and the signed flag.</summary>
    public static string Body(string folder, string name)
    {
        string[] lines = File.ReadAllLines(RecordedData.Path("binance-fixtures", folder, name + ".txt"));
        return string.Join('\n', lines.Skip(3));
    }

    /// <summary>The event of a stream example: the block after '='.</summary>
    public static string Event(string name)
    {
        string text = File.ReadAllText(RecordedData.Path("binance-fixtures", "Subscriptions", "UsdFutures", name + ".txt"));
        int start = text.IndexOf("\n= ", StringComparison.Ordinal);
        string rest = text[(start + 2)..];
        int next = rest.IndexOf("\n> ", StringComparison.Ordinal);
        return next < 0 ? rest : rest[..next];
    }
}
