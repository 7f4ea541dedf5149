using System.Runtime.InteropServices;

namespace Platform.Cli.Runs;

/// <summary>The calls of the operating system that .NET has no name for.</summary>
internal static partial class UnixCalls
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end; nothing on Windows, where the closed standard input is the only request.</summary>
    public static void Terminate(int pid)
    {
        if (!OperatingSystem.IsWindows())
            _ = kill(pid, SigTerm);
    }

    /// <summary>Leaves the terminal's session, so that closing it or Ctrl-C there does not reach the platform.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
            _ = setsid();
    }

    /// <summary>Becomes another program, in this process: same pid, same console, same signals. Returns only when that failed.</summary>
    public static void Become(string executable, IEnumerable<string> arguments) => _ = execv(executable, [executable, .. arguments, null]);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial int setsid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, string?[] arguments);
}
