using System.Diagnostics;
using Platform.Cli.Runs;
using Platform.Cli.Supervision;
using Platform.Hosting.Secrets;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Cli.Tests;

public sealed class RunFilesTests : IDisposable
{
    private readonly TempFolder _root = new();

    [Fact]
    public void Only_the_owner_can_read_the_token_and_it_stays_the_same()
    {
        RunFolder folder = Folder([]);
        string token = TokenFile.Ensure(folder.Paths).Value.Text;
        Assert.Matches("^[0-9a-f]{48}$", token);
        Assert.Equal(token, TokenFile.Ensure(folder.Paths).Value.Text);
        Assert.Equal(token, TokenFile.Read(folder.Paths).Value.Text);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Paths.TokenFile));
            File.SetUnixFileMode(folder.Paths.TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            _ = TokenFile.Ensure(folder.Paths).Value;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Paths.TokenFile));
        }
    }

    [Fact]
    public void Later_commands_use_the_ports_of_the_start()
    {
        RunFolder started = Folder(new() { ["PLATFORM__NETWORK__PORT_SHIFT"] = "10000" });
        Assert.True(started.Remember().IsOk);
        Assert.Equal(18_080, RunFolder.ForRunning(_root.Path, "").Value.Addresses.MonitorPort);
    }

    [Fact]
    public void A_reused_pid_is_not_mistaken_for_ours()
    {
        using Process self = Process.GetCurrentProcess();
        KnownProcess known = KnownProcess.Of("self", self);
        Assert.True(known.IsAlive());
        Assert.False((known with { StartedAt_ms = known.StartedAt_ms - 60_000 }).IsAlive());
        Assert.False((known with { Pid = int.MaxValue }).IsAlive());
    }

    [Fact]
    public void An_unreadable_pids_file_counts_as_empty()
    {
        RunFolder folder = Folder([]);
        Directory.CreateDirectory(folder.Paths.Run);
        File.WriteAllText(folder.Paths.PidsFile, "[{\"Name\":");
        Assert.Empty(PidsFile.Read(folder.Paths));
    }

    [Fact]
    public void Progress_round_trips_through_its_line_and_other_lines_are_ignored()
    {
        var progress = new Progress("failed", "data", "two\nlines \"quoted\"");
        Assert.Equal(progress, Progress.Parse(progress.ToLine()));
        Assert.Null(Progress.Parse("Unhandled exception."));
    }

    public void Dispose() => _root.Dispose();

    private RunFolder Folder(Dictionary<string, string> overrides) => RunFolder.ForStart(_root.Path, "", overrides).Value;
}
