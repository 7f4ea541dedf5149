using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Store.Tests.Locks;

public sealed class FolderLockTests
{
    [Fact]
    public async Task Another_process_is_named_while_it_holds_the_lock_and_the_lock_is_free_when_it_was_killed()
    {
        using var folder = new TempFolder();
        await using ChildProcess child = ChildProcess.Start(Environment.ProcessPath!, ["lock-child", folder.Path]);
        await child.LineAsync("held");

        Fault fault = FolderLock.Take(folder.Path, "platform.lock", "platform").Fault!;
        Assert.Equal(FaultKind.Already, fault.Kind);
        Assert.Contains($"{folder.Path} is in use by platform, pid {child.Id}; stop it first", fault.Message);

        child.Kill();
        await child.ExitAsync();
        using FolderLock taken = FolderLock.Take(folder.Path, "platform.lock", "platform").Value;
    }

    [Fact]
    public void A_released_lock_can_be_taken_again_in_a_folder_that_did_not_exist()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 2; i++)
            FolderLock.Take(folder.File("new", "folder"), "platform.lock", "platform").Value.Dispose();
    }
}
