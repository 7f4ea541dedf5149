using Platform.Archives.Queues;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Archives.Tests.Queues;

/// <summary>What every queue promises; each implementation is a class that opens it. Leases last one second.</summary>
public abstract class WorkQueueConformance
{
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    private static readonly WorkItem[] s_items = [.. Enumerable.Range(0, 3).Select(i => new WorkItem(i == 1 ? "币安人生USDT" : $"S{i}USDT", "2024-01", "2024-03"))];

    [Fact]
    public async Task Items_are_leased_in_order_and_each_to_one_worker()
    {
        await using IWorkQueue queue = await OpenAsync();
        Ok(await queue.AddAsync(s_items, default));
        Ok(await queue.AddAsync(s_items, default));
        TakenWork[] taken = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(async i => Ok(await queue.TakeAsync($"w{i}", default))))];
        Assert.Equal(s_items.Order(Comparer<WorkItem>.Create((left, right) => string.CompareOrdinal(left.Symbol, right.Symbol))), taken.Where(work => work.Lease is not null).Select(work => work.Lease!.Item).OrderBy(item => item.Symbol, StringComparer.Ordinal));
        Assert.All(taken.Where(work => work.Lease is null), work => Assert.False(work.IsFinished));
    }

    [Fact]
    public async Task The_queue_is_finished_when_all_is_done_or_failed_and_what_failed_can_be_added_again()
    {
        await using IWorkQueue queue = await OpenAsync();
        Ok(await queue.AddAsync(s_items, default));
        for (int i = 0; i < s_items.Length; i++)
            Assert.True(Ok(await queue.EndAsync(Ok(await queue.TakeAsync("w", default)).Lease!, i == 1 ? WorkState.Failed : WorkState.Done, $"end {i}", default)));
        Assert.True(Ok(await queue.TakeAsync("w", default)).IsFinished);
        Assert.Equal([(WorkState.Done, "end 0"), (WorkState.Failed, "end 1"), (WorkState.Done, "end 2")], Ok(await queue.ListAsync(default)).Select(entry => (entry.State, entry.Result)));

        Ok(await queue.AddAsync(s_items, default));
        WorkLease again = Ok(await queue.TakeAsync("w", default)).Lease!;
        Assert.Equal((s_items[1], 2), (again.Item, again.Attempt));
    }

    [Fact]
    public async Task An_expired_lease_goes_to_another_worker_and_the_first_can_change_nothing_more()
    {
        await using IWorkQueue queue = await OpenAsync();
        Ok(await queue.AddAsync(s_items[..1], default));
        WorkLease first = Ok(await queue.TakeAsync("first", default)).Lease!;
        Assert.Null(Ok(await queue.TakeAsync("second", default)).Lease);
        await ExpireAsync();
        WorkLease second = Ok(await queue.TakeAsync("second", default)).Lease!;
        Assert.Equal(2, second.Attempt);
        Assert.False(Ok(await queue.RenewAsync(first, default)));
        Assert.False(Ok(await queue.EndAsync(first, WorkState.Done, "late", default)));
        Assert.True(Ok(await queue.RenewAsync(second, default)));
        Assert.True(Ok(await queue.EndAsync(second, WorkState.Done, "in time", default)));
        Assert.Equal("in time", Assert.Single(Ok(await queue.ListAsync(default))).Result);
    }

    [Fact]
    public async Task A_renewed_lease_does_not_expire()
    {
        await using IWorkQueue queue = await OpenAsync();
        Ok(await queue.AddAsync(s_items[..1], default));
        WorkLease lease = Ok(await queue.TakeAsync("first", default)).Lease!;
        await ExpireAsync();
        Assert.True(Ok(await queue.RenewAsync(lease, default)));
        Assert.Null(Ok(await queue.TakeAsync("second", default)).Lease);
    }

    [Fact]
    public async Task A_returned_item_is_free_at_once()
    {
        await using IWorkQueue queue = await OpenAsync();
        Ok(await queue.AddAsync(s_items[..1], default));
        Assert.True(Ok(await queue.ReturnAsync(Ok(await queue.TakeAsync("first", default)).Lease!, default)));
        Assert.NotNull(Ok(await queue.TakeAsync("second", default)).Lease);
    }

    /// <summary>An empty queue.</summary>
    private protected abstract Task<IWorkQueue> OpenAsync();

    /// <summary>Lets a lease that was just given expire.</summary>
    private protected abstract Task ExpireAsync();

    protected static T Ok<T>(Result<T> result)
    {
        Assert.True(result.IsOk, result.ToString());
        return result.Value;
    }
}
