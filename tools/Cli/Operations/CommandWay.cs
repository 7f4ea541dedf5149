using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Cli.Operations;

/// <summary>Sends one command and prints its state at each account until it has ended everywhere or the time limit has passed.</summary>
internal static class CommandWay
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Exit code 0 when no account refused the command. When the coordinator does not answer, the request is repeated with the same id
    /// until the time limit has passed.
    /// </summary>
    public static async Task<int> SendAsync(RunFolder folder, CommandRequest request, TimeSpan wait, CancellationToken cancel)
    {
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? fault))
            return CommandFault.Report(fault);
        using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
        var coordinator = new Coordinator.CoordinatorClient(channel);
        long started = TimeProvider.System.GetTimestamp();
        var shown = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                CommandReply reply = await coordinator.CommandAsync(request, deadline: Deadline(), cancellationToken: cancel);
                if (!reply.Accepted)
                {
                    Console.WriteLine($"{request.Kind}: refused, {reply.Reason}");
                    return 1;
                }

                Show(shown, $"{request.Kind}: asked, command {reply.Sequence} ({request.CommandId})");
                return await FollowAsync(coordinator, request, shown, wait - TimeProvider.System.GetElapsedTime(started), cancel);
            }
            catch (RpcException failed) when (failed.StatusCode == StatusCode.Unavailable && TimeProvider.System.GetElapsedTime(started) < wait)
            {
                Show(shown, $"{request.Kind}: the coordinator does not answer: {failed.Status.Detail}. Retrying for {wait.TotalSeconds:0} s.");
                await Task.Delay(s_again, TimeProvider.System, cancel);
            }
            catch (RpcException failed)
            {
                return CommandFault.Report(new Fault(FaultKind.Unavailable, $"{request.Kind}: the coordinator does not answer: {failed.Status.Detail}. 'platform commands' shows whether it has taken the command."));
            }
        }
    }

    public static string Describe(CommandOutcome outcome) => $"{outcome.Account}: {outcome.State}{(outcome.Detail.Length == 0 ? "" : $", {outcome.Detail}")}";

    public static DateTime Deadline() => RunFolder.Deadline(s_limit);

    private static void Show(HashSet<string> shown, string line)
    {
        if (shown.Add(line))
            Console.WriteLine(line);
    }

    private static async Task<int> FollowAsync(Coordinator.CoordinatorClient coordinator, CommandRequest request, HashSet<string> shown, TimeSpan wait, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            CommandRow? row = (await coordinator.ListCommandsAsync(new ListCommandsRequest(), deadline: Deadline(), cancellationToken: cancel)).Commands
                .FirstOrDefault(row => row.Command.Request.CommandId == request.CommandId);
            foreach (CommandOutcome outcome in (row?.Outcomes ?? []).Where(outcome => outcome.State != "asked"))
                Show(shown, $"  {Describe(outcome)}");
            if (row is not null && row.Outcomes.All(outcome => outcome.State is "done" or "refused" or "expired"))
                return row.Outcomes.Any(outcome => outcome.State != "done") ? 1 : 0;
            if (TimeProvider.System.GetElapsedTime(started) > wait)
            {
                Console.WriteLine("   not finished yet; 'platform commands' shows its state");
                return 0;
            }

            await Task.Delay(s_again, TimeProvider.System, cancel);
        }
    }
}
