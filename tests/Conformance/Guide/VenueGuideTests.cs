using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Platform.Conformance.Venues;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Guide;

/// <summary>docs/guides/venue.md: its commands run unchanged, and its tables are complete and contain nothing else.</summary>
public sealed partial class VenueGuideTests
{
    private const string Guide = "venue.md";
    private const string Start = "scripts/platform venue ";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_table_of_options_has_the_options_of_the_help()
    {
        await using ChildProcess help = ChildProcess.Start(VenueUnderTest.Executable, ["--help"]);
        await help.ExitAsync(Limit);
        IEnumerable<string> options = HelpOption().Matches(help.Output).Select(found => found.Groups[1].Value).Where(option => option is not ("--help" or "--version"));
        Assert.Equal(options.Order(StringComparer.Ordinal), FirstCells("## Options").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_tables_of_faults_and_actions_are_complete()
    {
        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(["KEY"]);
        Assert.Equal(await ChoicesAsync(venue, "faults", """{"type":"?"}"""), FirstCells("| type | what happens |"));
        Assert.Equal((await ChoicesAsync(venue, "actions", """{"action":"?"}""")).Order(StringComparer.Ordinal), FirstCells("| action | fields | effect |").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_control_path_exists_and_all_except_the_clock_need_the_token()
    {
        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(["KEY"]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{venue.Host}") };
        foreach (string call in FirstCells("| path | what it does |"))
        {
            string[] words = call.Split(' ');
            using HttpResponseMessage answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(words[0]), words[1]));
            Assert.Equal(words[1].EndsWith("/clock", StringComparison.Ordinal) ? 200 : 401, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("openssl genpkey")]
    [InlineData("--config venue.json")]
    public async Task The_commands_that_start_it_lead_to_a_venue_that_is_ready(string text)
    {
        using var folder = new TempFolder("guide");
        string script = Snippet.With(text, Guide).At("127.0.0.1:0");
        string started = string.Join('\n', script.Split('\n').Select(line => line.StartsWith(Start, StringComparison.Ordinal)
            ? $"{VenueUnderTest.Executable} {line[Start.Length..]} > venue.log 2>&1 &\nwhile ! grep -q ready venue.log; do kill -0 $! || {{ cat venue.log; exit 1; }}; sleep 0.1; done\nkill $!; wait $!"
            : line));
        await using ChildProcess bash = ChildProcess.Start("bash", ["-e", "-c", started], folder.Path);
        Assert.True(await bash.ExitAsync(Limit) == 0, bash.Output);
    }

    [Theory]
    [InlineData("stepMs")]
    [InlineData("liquidate")]
    [InlineData("snapshot")]
    public async Task The_control_commands_succeed(string text)
    {
        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(["KEY"]);
        using var folder = new TempFolder("guide");
        string script = Snippet.With(text, Guide).At(venue.Host).Replace("Bearer CONTROL", $"Bearer {VenueUnderTest.Token}", StringComparison.Ordinal);
        await using ChildProcess bash = ChildProcess.Start("bash", ["-e", "-c", script], folder.Path);
        Assert.True(await bash.ExitAsync(Limit) == 0, bash.Output);
    }

    /// <summary>The choices that the error for an unknown name lists.</summary>
    private static async Task<string[]> ChoicesAsync(VenueUnderTest venue, string path, string wrong)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{venue.Host}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", VenueUnderTest.Token);
        using HttpResponseMessage refused = await http.PostAsync(new Uri($"/venue/v1/{path}", UriKind.Relative), new StringContent(wrong));
        string text = await refused.Content.ReadAsStringAsync();
        string choices = text[text.IndexOf("one of ", StringComparison.Ordinal)..text.LastIndexOf('"')][7..].Split(';')[0];
        return [.. Choice().Matches(choices).Select(found => found.Value)];
    }

    /// <summary>The texts in backquotes in the first cells of the first table after a text.</summary>
    private static string[] FirstCells(string after)
    {
        string[] lines = File.ReadAllLines(Repository.Path("docs", "guides", Guide));
        return
        [
            .. lines.SkipWhile(line => line != after).SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => line.StartsWith('|')).SelectMany(line => Quoted().Matches(line.Split('|')[1]).Select(found => found.Groups[1].Value)),
        ];
    }

    [GeneratedRegex(@"^  (--[a-z-]+) ", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Choice();
}
