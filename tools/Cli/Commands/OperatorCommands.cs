using Platform.Contracts;
using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Cli.Commands;

/// <summary>pause, resume, flatten, kill and revive: commands to the coordinator, with the token of the run.</summary>
internal static class OperatorCommands
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static IEnumerable<Command> Create() =>
    [
        Operation(CommandKinds.Pause, "Start no new runs; working orders continue."),
        Operation(CommandKinds.Resume, "End a pause; the newest waiting label runs."),
        Operation(CommandKinds.Flatten, "Close all positions with reduce-only orders."),
        Operation(CommandKinds.Kill, "Kill switch: cancel everything, send nothing more."),
        Operation(CommandKinds.Revive, "End a kill switch."),
    ];

    private static Command Operation(string kind, string meaning)
    {
        var command = new Command(kind, meaning);
        PlaceOptions place = new PlaceOptions().AddTo(command);
        var account = new Option<string>("--account") { Description = "Only this account.", DefaultValueFactory = _ => "" };
        var reason = new Option<string>("--reason") { Description = "Why, for the journal.", DefaultValueFactory = _ => "" };
        if (kind == CommandKinds.Flatten)
            command.Add(account);
        command.Add(reason);
        command.SetAction(async (parsed, cancel) =>
        {
            if (!place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault))
                return CommandFault.Report(fault);
            var request = new CommandRequest
            {
                CommandId = string.Create(CultureInfo.InvariantCulture, $"{kind}-{Environment.UserName}-{TimeProvider.System.NowMilliseconds()}-{Environment.ProcessId}"),
                Kind = kind,
                Account = kind == CommandKinds.Flatten ? parsed.GetValue(account)! : "",
                Reason = parsed.GetValue(reason)!,
                By = Environment.UserName,
            };
            return await SendAsync(folder, request, cancel);
        });
        return command;
    }

    private static async Task<int> SendAsync(RunFolder folder, CommandRequest request, CancellationToken cancel)
    {
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? fault))
            return CommandFault.Report(fault);
        using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
        try
        {
            CommandReply reply = await new Coordinator.CoordinatorClient(channel).CommandAsync(
                request, deadline: (TimeProvider.System.GetUtcNow() + s_limit).UtcDateTime, cancellationToken: cancel);
            Console.WriteLine(reply.Accepted ? $"{request.Kind}: done (operator state {reply.Operator.Version})" : $"{request.Kind}: refused, {reply.Reason}");
            return reply.Accepted ? 0 : 1;
        }
        catch (RpcException failed)
        {
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"{request.Kind}: not done; the coordinator reports: {failed.Status.Detail}"));
        }
    }
}
