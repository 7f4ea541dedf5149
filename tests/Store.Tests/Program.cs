using Platform.Store.Tests.Journals;
using Platform.Store.Tests.Locks;

namespace Platform.Store.Tests;

/// <summary>The test runner; with a first argument of its own it is the child process that a crash test kills.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["journal-child", string folder] => Task.FromResult(JournalChild.Run(folder)),
        ["lock-child", string folder] => Task.FromResult(LockChild.Run(folder)),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
