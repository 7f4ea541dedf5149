using Platform.Conformance.Peers;
using Platform.Conformance.Venues;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Guide;

/// <summary>The snippets of the guide, run as they stand against a venue started as the guide starts it; only the port is another.</summary>
public sealed class GuideTests(GuideTests.SharedVenue shared) : IClassFixture<GuideTests.SharedVenue>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("ccxt.mjs")]
    [InlineData("connector.mjs")]
    public async Task The_snippets_in_JavaScript_run(string name)
    {
        PeerScript.RequirePackages();
        using var file = new PeerFile(name, Snippet.With($"// {name}:").At(shared.Host));
        await using ChildProcess node = ChildProcess.Start("node", [file.Path]);
        Assert.True(await node.ExitAsync(Limit) == 0, node.Output);
        Assert.Contains("\nok\n", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_snippet_in_CSharp_runs()
    {
        using var folder = new TempFolder("guide");
        await File.WriteAllTextAsync(folder.File("bot.cs"), Snippet.With("// bot.cs:").At(shared.Host), TestContext.Current.CancellationToken);
        await using ChildProcess dotnet = ChildProcess.Start("dotnet", ["run", "bot.cs"], folder.Path);
        Assert.True(await dotnet.ExitAsync(Limit) == 0, dotnet.Output);
        Assert.Contains("ORDER_TRADE_UPDATE", dotnet.Output, StringComparison.Ordinal);
        Assert.EndsWith("ok\n", dotnet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_that_make_it_fail_are_accepted()
    {
        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(["KEY"]);
        string script = Snippet.With("lost_answer").At(venue.Host).Replace("Bearer CONTROL", $"Bearer {VenueUnderTest.Token}", StringComparison.Ordinal);
        await using ChildProcess bash = ChildProcess.Start("bash", ["-e", "-c", script]);
        Assert.True(await bash.ExitAsync(Limit) == 0, bash.Output);
        Assert.Contains("\"struck\"", bash.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_of_the_pipeline_work()
    {
        using var folder = new TempFolder("guide");
        string script = Snippet.With("grep -q ready").Text.Replace("artifacts/bin/Venue/release/Platform.Venue", VenueUnderTest.Executable, StringComparison.Ordinal);
        await using ChildProcess bash = ChildProcess.Start("bash", ["-e", "-c", script], folder.Path);
        Assert.True(await bash.ExitAsync(Limit) == 0, bash.Output);
        Assert.Contains("serverTime", bash.Output, StringComparison.Ordinal);
    }

    /// <summary>The venue of the guide's first command.</summary>
    public sealed class SharedVenue : IAsyncLifetime
    {
        private ChildProcess? _process;

        public string Host { get; } = $"127.0.0.1:{FreePort.Next()}";

        public async ValueTask InitializeAsync()
        {
            const string Command = "scripts/platform venue ";
            string line = Snippet.With(Command).At(Host).Trim();
            Assert.StartsWith(Command, line, StringComparison.Ordinal);
            _process = ChildProcess.Start(VenueUnderTest.Executable, line[Command.Length..].Split(' '));
            await _process.LineAsync("ready");
        }

        public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;
    }

    /// <summary>A script beside the packages of the peers, so that its imports are found; git does not see it.</summary>
    private sealed class PeerFile : IDisposable
    {
        public PeerFile(string name, string text)
        {
            Path = System.IO.Path.Combine(PeerScript.Folder, "node_modules", $".guide-{Environment.ProcessId}-{name}");
            File.WriteAllText(Path, text);
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
