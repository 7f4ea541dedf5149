using Platform.TestKit.Files;

namespace Platform.Conformance.Guide;

/// <summary>One fenced code block of a guide, as a reader copies it.</summary>
internal sealed record Snippet(string Language, string Text)
{
    private const string Fence = "```";

    /// <summary>The guide for authors of bots.</summary>
    public const string BotGuide = "test-your-bot-against-the-venue.md";

    /// <summary>All blocks of a guide, in order.</summary>
    public static IReadOnlyList<Snippet> All(string guide)
    {
        var snippets = new List<Snippet>();
        string? language = null;
        var lines = new List<string>();
        foreach (string line in File.ReadLines(Repository.Path("docs", "guides", guide)))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            if (language is not null)
                snippets.Add(new Snippet(language, string.Join('\n', lines) + "\n"));
            language = language is null ? line[Fence.Length..] : null;
            lines.Clear();
        }

        return snippets;
    }

    /// <summary>The only block that contains a text.</summary>
    public static Snippet With(string text, string guide = BotGuide) => All(guide).Single(snippet => snippet.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>The block with the address of another venue instead of the address in the guide.</summary>
    public string At(string host) => Text.Replace("127.0.0.1:5080", host, StringComparison.Ordinal);
}
