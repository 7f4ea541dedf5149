using Grpc.Core;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>Asks the coordinator once a second for processes, runs and commands; a silence becomes an update of its own.</summary>
internal sealed class CoordinatorFeed(Coordinator.CoordinatorClient coordinator, MonitorLoop loop, TimeProvider realTime)
{
    private const int RunsAsked = 20;
    private const int RunsAskedFirst = 500;
    private const int CommandsAsked = 100;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, realTime);
        int runs = RunsAskedFirst;
        do
        {
            try
            {
                loop.Put(new ProcessesSeen(await coordinator.ListProcessesAsync(new ListProcessesRequest(), Limited(cancel))));
                loop.Put(new RunsSeen(await coordinator.ListRunsAsync(new ListRunsRequest { Limit = runs }, Limited(cancel))));
                runs = RunsAsked;
                loop.Put(new CommandsSeen(await coordinator.ListCommandsAsync(new ListCommandsRequest { Limit = CommandsAsked }, Limited(cancel))));
            }
            catch (RpcException silent) when (!cancel.IsCancellationRequested)
            {
                loop.Put(new CoordinatorSilent($"it does not answer: {silent.Status.StatusCode}"));
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private CallOptions Limited(CancellationToken cancel) => new(deadline: realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
}
