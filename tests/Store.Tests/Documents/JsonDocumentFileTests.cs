using Platform.Contracts;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Store.Tests.Documents;

public sealed class JsonDocumentFileTests
{
    private static readonly ExecutionTrigger Trigger = new("main", "2025-12-22-003", "2025-12-22-003-r0", "positions/main.json", 1_766_362_500_000);

    [Fact]
    public void A_document_is_replaced_whole_and_read_back()
    {
        using var folder = new TempFolder();
        string path = folder.File("new", "trigger.json");
        Assert.True(JsonDocumentFile.Write(path, Trigger, TriggerJson.Default.ExecutionTrigger).IsOk);
        Assert.True(JsonDocumentFile.Write(path, Trigger with { Account = "x" }, TriggerJson.Default.ExecutionTrigger).IsOk);
        Assert.Equal(Trigger with { Account = "x" }, JsonDocumentFile.Read(path, TriggerJson.Default.ExecutionTrigger).Value);
        Assert.Equal(["trigger.json"], Directory.GetFiles(folder.File("new")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        using var folder = new TempFolder();
        Fault fault = JsonDocumentFile.Read(folder.File("none.json"), TriggerJson.Default.ExecutionTrigger).Fault!;
        Assert.Equal(FaultKind.NotFound, fault.Kind);
        Assert.Contains("none.json", fault.Message);
    }

    [Theory]
    [InlineData("", ":1:1: the file is empty; expected a JSON object of ExecutionTrigger")]
    [InlineData("null", ":1:1: the file contains null")]
    [InlineData("{\n  \"account\": \"main\",\n  \"label\": 5", ":3:")]
    [InlineData("{\n  \"account\": \"main\"\n}", "label")]
    [InlineData("{\n  \"account\": null\n}", ":2:")]
    [InlineData("{\n  \"created_at_ms\": \"soon\"\n}", "$.created_at_ms")]
    public void A_bad_document_is_a_fault_with_file_line_and_position(string text, string expected)
    {
        using var folder = new TempFolder();
        string path = folder.File("bad.json");
        File.WriteAllText(path, text);
        Fault fault = JsonDocumentFile.Read(path, TriggerJson.Default.ExecutionTrigger).Fault!;
        Assert.Equal(FaultKind.Invalid, fault.Kind);
        Assert.StartsWith(path + ":", fault.Message);
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_and_named()
    {
        using var folder = new TempFolder();
        folder.Folder("deep");
        File.WriteAllText(folder.File("deep", "a.json" + AtomicFile.TemporarySuffix), "{\"half");
        File.WriteAllText(folder.File("deep", "a.json"), "{}");
        Assert.Equal([folder.File("deep", "a.json.partial")], AtomicFile.RemoveLeftovers(folder.Path));
        Assert.Equal([folder.File("deep", "a.json")], Directory.GetFiles(folder.File("deep")));
        Assert.Empty(AtomicFile.RemoveLeftovers(folder.File("no such folder")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_gives_one_clear_message()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("file"), "");
        Fault fault = AtomicFile.Write(folder.File("file", "inside.json"), "{}"u8).Fault!;
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("cannot write", fault.Message);
    }

    [Fact]
    public void A_secret_can_be_read_by_its_owner_only()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("token" + AtomicFile.TemporarySuffix), "left by a crash, readable by all");
        Assert.True(AtomicFile.Write(folder.File("token"), "abc"u8, isSecret: true).IsOk);
        Assert.Equal("abc", File.ReadAllText(folder.File("token")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("token")));
    }

    [Fact]
    public async Task A_concurrent_reader_never_reads_a_partial_document()
    {
        using var folder = new TempFolder();
        string path = folder.File("trigger.json");
        JsonDocumentFile.Write(path, Trigger, TriggerJson.Default.ExecutionTrigger);
        using var stop = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                Assert.StartsWith("main", JsonDocumentFile.Read(path, TriggerJson.Default.ExecutionTrigger).Value.Account);
        });
        for (int i = 0; i < 200; i++)
            JsonDocumentFile.Write(path, Trigger with { Account = "main" + new string('x', i * 20) }, TriggerJson.Default.ExecutionTrigger);
        await stop.CancelAsync();
        await reader;
    }
}
