using Grpc.Core;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>
/// Streams commands to subscribed executors: the commands they missed, then each new one. The active holds follow each command and are
/// repeated every few seconds, so that silence means a broken connection.
/// </summary>
internal sealed class CommandFollowing(CommandLog log, TimeProvider realTime)
{
    /// <summary>Real time between two repeats of the active holds while no command is given.</summary>
    private static readonly TimeSpan s_repeat = TimeSpan.FromSeconds(5);

    public CommandLog Log => log;

    /// <summary>Streams until the call ends.</summary>
    public async Task FollowAsync(FollowCommandsRequest request, IServerStreamWriter<CommandFeed> stream, CancellationToken cancel)
    {
        for (long after = request.AfterSequence; !cancel.IsCancellationRequested;)
        {
            (IReadOnlyList<OperatorCommand> commands, CommandStanding standing, Task newer) = log.After(after, request.Account);
            foreach (OperatorCommand command in commands)
                await stream.WriteAsync(new CommandFeed { Command = command }, cancel);
            await stream.WriteAsync(new CommandFeed { Standing = standing }, cancel);
            after = standing.NewestSequence;
            await newer.WaitAsync(s_repeat, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
