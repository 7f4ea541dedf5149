using Platform.Store.Documents;

namespace Platform.Store.Tests.Locks;

/// <summary>A process that takes the lock and holds it until it is killed.</summary>
internal static class LockChild
{
    public static int Run(string folder)
    {
        using FolderLock held = FolderLock.Take(folder, "platform.lock", "platform").Value;
        Console.WriteLine("held");
        Console.ReadLine();
        return 0;
    }
}
