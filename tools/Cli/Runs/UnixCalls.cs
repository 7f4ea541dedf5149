using System.Runtime.InteropServices;

namespace Platform.Cli.Runs;

/// <summary>System calls that .NET does not offer.</summary>
internal static partial class UnixCalls
{
    private const int SigTerm = 15;

    /// <summary>Requests a process to end; does nothing on Windows, where closing its standard input is the only request.</summary>
    public static void Terminate(int pid)
    {
        if (!OperatingSystem.IsWindows())
            _ = kill(pid, SigTerm);
    }

    /// <summary>Leaves the terminal's session, so that closing the terminal or Ctrl-C in it does not reach the platform.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
            _ = setsid();
    }

    /// <summary>Replaces this process with another program that keeps its pid, console and signals (exec). Returns only on failure.</summary>
    public static void Become(string executable, IEnumerable<string> arguments) => _ = execv(executable, [executable, .. arguments, null]);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial int setsid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, string?[] arguments);
}
