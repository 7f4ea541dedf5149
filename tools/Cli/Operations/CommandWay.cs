using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Cli.Operations;

/// <summary>Sends one command and prints where it stands at each account until it has ended everywhere or the time is over.</summary>
internal static class CommandWay
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);

    /// <summary>0 when no account refused it.</summary>
    public static async Task<int> SendAsync(RunFolder folder, CommandRequest request, TimeSpan wait, CancellationToken cancel)
    {
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? fault))
            return CommandFault.Report(fault);
        using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
        var coordinator = new Coordinator.CoordinatorClient(channel);
        try
        {
            CommandReply reply = await coordinator.CommandAsync(request, deadline: Deadline(), cancellationToken: cancel);
            if (!reply.Accepted)
            {
                Console.WriteLine($"{request.Kind}: refused, {reply.Reason}");
                return 1;
            }

            Console.WriteLine($"{request.Kind}: asked, command {reply.Sequence} ({request.CommandId})");
            return await FollowAsync(coordinator, request, wait, cancel);
        }
        catch (RpcException failed)
        {
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"{request.Kind}: the coordinator does not answer: {failed.Status.Detail}. 'platform commands' shows whether it has taken the command."));
        }
    }

    public static string Describe(CommandOutcome outcome) => $"{outcome.Account}: {outcome.State}{(outcome.Detail.Length == 0 ? "" : $", {outcome.Detail}")}";

    public static DateTime Deadline() => RunFolder.Deadline(s_limit);

    private static async Task<int> FollowAsync(Coordinator.CoordinatorClient coordinator, CommandRequest request, TimeSpan wait, CancellationToken cancel)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            CommandRow? row = (await coordinator.ListCommandsAsync(new ListCommandsRequest(), deadline: Deadline(), cancellationToken: cancel)).Commands
                .FirstOrDefault(row => row.Command.Request.CommandId == request.CommandId);
            foreach (string line in (row?.Outcomes ?? []).Where(outcome => outcome.State != "asked").Select(Describe).Where(shown.Add))
                Console.WriteLine($"  {line}");
            if (row is not null && row.Outcomes.All(outcome => outcome.State is "done" or "refused" or "expired"))
                return row.Outcomes.Any(outcome => outcome.State != "done") ? 1 : 0;
            if (TimeProvider.System.GetElapsedTime(started) > wait)
            {
                Console.WriteLine("  still on its way; 'platform commands' shows where it stands");
                return 0;
            }

            await Task.Delay(s_again, TimeProvider.System, cancel);
        }
    }
}
