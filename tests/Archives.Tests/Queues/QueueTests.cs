using Platform.Archives.Queues;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Archives.Tests.Queues;

public sealed class MemoryQueueTests : WorkQueueConformance
{
    private readonly ManualClock _clock = new();

    private protected override Task<IWorkQueue> OpenAsync() => Task.FromResult<IWorkQueue>(new MemoryQueue(_clock, Lease));

    private protected override Task ExpireAsync()
    {
        _clock.Advance(Lease);
        return Task.CompletedTask;
    }
}

public sealed class FileQueueTests : WorkQueueConformance, IDisposable
{
    private readonly TempFolder _folder = new("queue");
    private long _later_ms;

    [Fact]
    public async Task A_file_that_is_not_a_queue_is_reported_and_not_changed()
    {
        string path = _folder.File("notes.json");
        await File.WriteAllTextAsync(path, "{ \"version\": 1, \"entries\": [ oops");
        await using var queue = new FileQueue(path, TimeProvider.System, Lease);
        Fault fault = (await queue.TakeAsync("w", default)).Fault!;
        Assert.StartsWith($"{path}:1:", fault.Message, StringComparison.Ordinal);
        Assert.Contains("oops", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_queues_over_one_file_share_its_items()
    {
        await using IWorkQueue one = await OpenAsync(), other = new FileQueue(_folder.File("queue.json"), TimeProvider.System, Lease);
        WorkItem[] items = [.. Enumerable.Range(0, 40).Select(i => new WorkItem($"S{i}USDT", "2024-01", "2024-01"))];
        Ok(await one.AddAsync(items, default));
        async Task<List<WorkItem>> WorkAsync(IWorkQueue queue, string owner)
        {
            var done = new List<WorkItem>();
            while (Ok(await queue.TakeAsync(owner, default)) is { Lease: { } lease })
            {
                done.Add(lease.Item);
                Assert.True(Ok(await queue.EndAsync(lease, WorkState.Done, "", default)));
            }

            return done;
        }

        List<WorkItem>[] done = await Task.WhenAll(Task.Run(() => WorkAsync(one, "one")), Task.Run(() => WorkAsync(other, "other")));
        Assert.Equal(items.OrderBy(item => item.Symbol), done.SelectMany(list => list).OrderBy(item => item.Symbol));
    }

    private protected override Task<IWorkQueue> OpenAsync() => Task.FromResult<IWorkQueue>(new FileQueue(_folder.File("queue.json"), new ShiftedClock(this), Lease));

    private protected override Task ExpireAsync()
    {
        _later_ms += (long)Lease.TotalMilliseconds;
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The real clock, so that waiting for the lock works, but later by what the test says.</summary>
    private sealed class ShiftedClock(FileQueueTests test) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMilliseconds(test._later_ms);
    }
}
