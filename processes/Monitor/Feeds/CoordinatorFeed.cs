using Grpc.Core;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>
/// Queries the coordinator once a second for processes, runs and commands, and for runs whenever one changes; a failed query is an update
/// too.
/// </summary>
internal sealed class CoordinatorFeed
{
    private const int RunsAsked = 20;
    private const int RunsAskedFirst = 500;
    private const int CommandsAsked = 100;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly Coordinator.CoordinatorClient _coordinator;
    private readonly MonitorLoop _loop;
    private readonly TimeProvider _realTime;
    private readonly SemaphoreSlim _changed = new(0, 1);

    public CoordinatorFeed(ProcessContext context, MonitorLoop loop)
    {
        (_coordinator, _loop, _realTime) = (context.Coordinator, loop, context.RealTime);
        context.Subscribe("coordinator").Subscribe(BusTopics.Run, _ => NoteChange());
    }

    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(PollAsync(cancel), FollowAsync(cancel));

    private async Task PollAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, _realTime);
        int runs = RunsAskedFirst;
        do
        {
            if (await TryQueryAsync(isComplete: true, runs, cancel))
                runs = RunsAsked;
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>Changes that arrive during a query cause one further query.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        for (; ; )
        {
            await _changed.WaitAsync(cancel);
            await TryQueryAsync(isComplete: false, RunsAsked, cancel);
        }
    }

    private async Task<bool> TryQueryAsync(bool isComplete, int runs, CancellationToken cancel)
    {
        try
        {
            if (isComplete)
                _loop.Put(new ProcessesSeen(await _coordinator.ListProcessesAsync(new ListProcessesRequest(), Limited(cancel))));
            _loop.Put(new RunsSeen(await _coordinator.ListRunsAsync(new ListRunsRequest { Limit = runs }, Limited(cancel))));
            if (isComplete)
                _loop.Put(new CommandsSeen(await _coordinator.ListCommandsAsync(new ListCommandsRequest { Limit = CommandsAsked }, Limited(cancel))));
            return true;
        }
        catch (RpcException silent) when (!cancel.IsCancellationRequested)
        {
            _loop.Put(new CoordinatorSilent($"it does not answer: {silent.Status.StatusCode}"));
            return false;
        }
    }

    /// <summary>Called by the bus's listening thread only.</summary>
    private void NoteChange()
    {
        if (_changed.CurrentCount == 0)
            _changed.Release();
    }

    private CallOptions Limited(CancellationToken cancel) => new(deadline: _realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
}
