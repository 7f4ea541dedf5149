using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Executor.Commands;

/// <summary>
/// Receives the operator's commands from the coordinator's stream and passes each to the account, in order. While the coordinator is
/// silent, the holds in the account's ledger stay in force. One loop owns it.
/// </summary>
internal sealed partial class CommandFollower(
    Wire.V1.Coordinator.CoordinatorClient coordinator, AccountExecutor executor, AccountSetup setup, ILogger<CommandFollower> log)
{
    /// <summary>Bound on silence; the coordinator sends a message at least every five seconds.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private const string Subject = "commands";

    private readonly ILogger _log = log;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the holds of the coordinator are known for the first time since this process started.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Follows until cancelled; reconnects after every break of the stream.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await FollowOnceAsync(cancel);
            }
            catch (Exception broken) when (broken is RpcException or OperationCanceledException or ObjectDisposedException && !cancel.IsCancellationRequested)
            {
                string reason = broken is RpcException refused ? refused.Status.Detail : "no message for 20 s";
                setup.Alerts.Raise(Subject, AlertSeverity.Warning, $"no commands arrive from the coordinator ({reason}); active holds stay in force");
            }

            await Task.Delay(s_again, setup.RealTime, cancel);
        }
    }

    private async Task FollowOnceAsync(CancellationToken cancel)
    {
        long cursor = await executor.AskAsync(ledger => ledger.Commands.Cursor);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using ITimer silence = setup.RealTime.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), life, s_silence, Timeout.InfiniteTimeSpan);
        using AsyncServerStreamingCall<CommandFeed> call = coordinator.FollowCommands(
            new FollowCommandsRequest { Account = setup.Account, AfterSequence = cursor }, new CallOptions(cancellationToken: life.Token));
        while (await call.ResponseStream.MoveNext(life.Token))
        {
            silence.Change(s_silence, Timeout.InfiniteTimeSpan);
            await TakeAsync(call.ResponseStream.Current);
        }
    }

    private async Task TakeAsync(CommandFeed feed)
    {
        if (feed.Command is { } command)
        {
            CommandRequest request = command.Request;
            Received(command.Sequence, request.Kind, request.Symbol, request.By, request.Reason);
            await executor.TakeAsync(new CommandReceived(
                setup.Clock.NowMilliseconds(), command.Sequence, request.CommandId, request.Kind, request.Symbol, request.By, request.Reason, request.Setting, request.Value));
        }
        else if (feed.Standing is { } standing)
        {
            await executor.JoinAsync(standing.NewestSequence, [.. standing.Holds.Select(ToFact)]);
            setup.Alerts.Clear(Subject);
            _joined.TrySetResult();
        }
    }

    /// <summary>A kind of hold that this version does not know, from a newer coordinator, is treated as the strictest.</summary>
    private static HoldSet ToFact(OperatorHold hold) => new(
        0, hold.Kind switch { "reduce-only" => HoldKind.ReduceOnly, "paused" => HoldKind.Paused, _ => HoldKind.Killed }, hold.Symbol, hold.By, hold.Reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {Sequence} received: {Kind} {Symbol} by {By} ({Reason})")]
    private partial void Received(long sequence, string kind, string symbol, string by, string reason);
}
