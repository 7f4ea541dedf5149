using Platform.Conformance.Peers;
using Platform.Conformance.Venues;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Guide;

/// <summary>Runs the snippets of the guide unchanged against a venue that is started as in the guide; only the port differs.</summary>
public sealed class GuideTests(GuideTests.SharedVenue shared) : IClassFixture<GuideTests.SharedVenue>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CompileLimit = TimeSpan.FromSeconds(180);

    [Theory]
    [InlineData("ccxt.mjs")]
    [InlineData("ccxt-errors.mjs")]
    [InlineData("connector.mjs")]
    [InlineData("siebly.mjs")]
    [InlineData("binance-api-node.mjs")]
    [InlineData("node-binance-api.mjs")]
    public async Task The_snippets_in_JavaScript_run(string name)
    {
        PeerScript.RequirePackages();
        using var file = new PeerFile(name, Snippet.With($"// {name}:").At(shared.Host));
        await using ChildProcess node = ChildProcess.Start("node", [file.Path]);
        Assert.True(await node.ExitAsync(Limit) == 0, node.Output);
        Assert.Contains("ok", node.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bot.cs", "ORDER_TRADE_UPDATE")]
    [InlineData("client.cs", "is Filled")]
    public async Task The_snippets_in_CSharp_run(string name, string told)
    {
        using var folder = new TempFolder("guide");
        string text = Snippet.With($"// {name}:").At(shared.Host).Replace("../platform/", Repository.Path() + "/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File(name), text, TestContext.Current.CancellationToken);
        await using ChildProcess dotnet = ChildProcess.Start("dotnet", ["run", name], folder.Path);
        Assert.True(await dotnet.ExitAsync(CompileLimit) == 0, dotnet.Output);
        Assert.Contains(told, dotnet.Output, StringComparison.Ordinal);
        Assert.EndsWith("ok\n", dotnet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_that_make_it_fail_are_accepted()
    {
        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(["KEY"]);
        string script = Snippet.With("lost_answer").At(venue.Host).Replace("Bearer CONTROL", $"Bearer {VenueUnderTest.Token}", StringComparison.Ordinal);
        await using ChildProcess bash = ChildProcess.Start("bash", ["-e", "-c", script]);
        Assert.True(await bash.ExitAsync(Limit) == 0, bash.Output);
        Assert.Contains("\"injected\"", bash.Output, StringComparison.Ordinal);
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

    /// <summary>A script in the folder of the peers' packages, so that its imports are found; git ignores it.</summary>
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
