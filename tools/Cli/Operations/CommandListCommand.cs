using System.CommandLine;
using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Cli.Operations;

/// <summary>commands: the newest commands of the operator and their state at each account.</summary>
internal static class CommandListCommand
{
    public static Command Create()
    {
        var command = new Command("commands", "Show the newest commands, who gave them, and their state at each account: asked, received, done, refused (with the reason) or expired.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        var limit = new Option<int>("--limit") { Description = "Number of commands.", DefaultValueFactory = _ => 20 };
        command.Add(limit);
        command.SetAction(async (parsed, cancel) =>
        {
            if (!place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) || !folder.Access().TryGet(out CallAccess? access, out fault))
                return CommandFault.Report(fault);
            using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
            try
            {
                ListCommandsReply reply = await new Coordinator.CoordinatorClient(channel).ListCommandsAsync(
                    new ListCommandsRequest { Limit = Math.Max(1, parsed.GetValue(limit)) }, deadline: CommandWay.Deadline(), cancellationToken: cancel);
                foreach (CommandRow row in reply.Commands)
                    Print(row);
                if (reply.Commands.Count == 0)
                    Console.WriteLine("no commands yet");
                return 0;
            }
            catch (RpcException silent)
            {
                return CommandFault.Report(new Fault(FaultKind.Unavailable, $"the coordinator does not answer: {silent.Status.Detail}"));
            }
        });
        return command;
    }

    private static void Print(CommandRow row)
    {
        CommandRequest request = row.Command.Request;
        string scope = $"{request.Account} {request.Symbol} {request.Setting} {request.Value}".Trim();
        string reason = request.Reason.Length == 0 ? "" : $": {request.Reason}";
        Console.WriteLine($"{row.Command.Sequence}  {DateTimeOffset.FromUnixTimeMilliseconds(row.Command.AtMs):yyyy-MM-dd HH:mm:ss}  {request.Kind} {(scope.Length == 0 ? "all accounts" : scope)}, by {request.By}{reason}");
        foreach (CommandOutcome outcome in row.Outcomes)
            Console.WriteLine($"     {CommandWay.Describe(outcome)}");
    }
}
