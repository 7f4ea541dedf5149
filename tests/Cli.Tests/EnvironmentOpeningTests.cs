using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Hosting.Environments;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Cli.Tests;

public sealed class EnvironmentOpeningTests : IDisposable
{
    private readonly TempFolder _root = new("sessions");
    private readonly List<string> _notes = [];

    [Fact]
    public void Each_start_begins_a_session_and_the_oldest_beyond_the_bound_are_deleted()
    {
        for (int start = 1; start <= 4; start++)
            Assert.Equal($"mock/session-000{start}", Begin(new() { ["PLATFORM__PATHS__SESSIONS_KEPT"] = "2" }).Paths.EnvironmentName);
        Assert.Equal(["session-0002", "session-0003", "session-0004"], Directory.GetDirectories(_root.File("data", "mock")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_session_that_never_began_is_neither_continued_nor_kept()
    {
        RunFolder first = Begin([]);
        File.WriteAllText(first.Paths.VenueState, "state");
        Assert.Equal("mock/session-0002", Open([], keepState: false).Value.Paths.EnvironmentName);
        Assert.Equal("mock/session-0001", Open([], keepState: true).Value.Paths.EnvironmentName);
        Assert.Single(Directory.GetDirectories(_root.File("data", "mock")));
    }

    [Fact]
    public void A_session_continues_with_its_settings_and_other_settings_are_refused()
    {
        RunFolder first = Begin(new() { ["PLATFORM__CLOCK__SPEED"] = "60", ["PLATFORM__VENUE__SEED"] = "7" });
        File.WriteAllText(first.Paths.VenueState, "state");
        Dictionary<string, string> settings = new(EnvironmentOpening.SettingsToContinue(RunFolder.ForStart(_root.Path, "", new Dictionary<string, string>()).Value));
        Assert.Equal("60", settings["PLATFORM__CLOCK__SPEED"]);
        Assert.Equal(first.Paths.EnvironmentRoot, Open(settings, keepState: true).Value.Paths.EnvironmentRoot);
        settings["PLATFORM__CLOCK__SPEED"] = "10";
        Assert.Contains("its clock speed is '60', the configuration of this start has '10'", Open(settings, keepState: true).Fault!.Message);
    }

    [Fact]
    public void Without_a_first_session_or_its_exchange_state_there_is_nothing_to_continue()
    {
        Assert.Contains("contains no session to continue", Open([], keepState: true).Fault!.Message);
        Begin([]);
        Assert.Contains("venue.state is missing", Open([], keepState: true).Fault!.Message);
    }

    [Fact]
    public void Files_of_an_earlier_version_are_set_aside_in_mock_and_refused_elsewhere()
    {
        File.WriteAllText(Path.Combine(_root.Folder("data", "journal"), "bars.0"), "old");
        Fault refused = Open(new() { ["PLATFORM__MODE"] = "testnet" }, keepState: false).Fault!;
        Assert.Contains("do not state which exchange and account they belong to", refused.Message);
        Assert.True(Open([], keepState: false).IsOk);
        Assert.Equal("old", File.ReadAllText(_root.File("data", "set-aside-1", "journal", "bars.0")));
        Assert.False(Directory.Exists(_root.File("data", "journal")));
        Assert.Contains("set-aside-1", Assert.Single(_notes));
    }

    [Fact]
    public void Testnet_continues_in_its_folder_unless_the_exchange_of_the_folder_is_unknown()
    {
        Dictionary<string, string> testnet = new() { ["PLATFORM__MODE"] = "testnet" };
        Assert.Equal("testnet", Open(testnet, keepState: false).Value.Paths.EnvironmentName);
        Assert.True(Open(testnet, keepState: false).IsOk);
        Assert.Contains("venue.testnet_rest", Open(new(testnet) { ["PLATFORM__VENUE__TESTNET_REST"] = "http://127.0.0.1:1" }, keepState: false).Fault!.Message);
        File.Delete(_root.File("data", "testnet", "environment.json"));
        _root.Folder("data", "testnet", "journal");
        Assert.Contains("contains files without environment.json", Open(testnet, keepState: false).Fault!.Message);
    }

    public void Dispose() => _root.Dispose();

    /// <summary>A session as far as the start brings it when the exchange has told its clock.</summary>
    private RunFolder Begin(Dictionary<string, string> overrides)
    {
        RunFolder folder = Open(overrides, keepState: false).Value;
        long now_ms = TimeProvider.System.NowMilliseconds();
        Assert.True(EnvironmentFiles.Begin(folder.Paths, folder.Configuration, new ClockAnchor(now_ms, now_ms, folder.Configuration.Clock.Speed), now_ms).IsOk);
        return folder;
    }

    private Result<RunFolder> Open(Dictionary<string, string> overrides, bool keepState) =>
        EnvironmentOpening.Open(RunFolder.ForStart(_root.Path, "", overrides).Value, keepState, (subject, text) => _notes.Add($"{subject} {text}"));
}
