using System.CommandLine;
using System.Globalization;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Contracts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Cli.Operations;

/// <summary>
/// The operator's commands to the accounts: each is sent to the coordinator with the token of the run, and its state is shown.
/// </summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Operation(CommandKinds.Pause, "Start no new runs; parents of open runs send no orders."),
        Operation(CommandKinds.Resume, "End a pause or reduce-only; the newest waiting label runs."),
        Operation(CommandKinds.ReduceOnly, "Send only orders that reduce positions."),
        Operation(CommandKinds.Flatten, "Pause, cancel open orders and close positions until none is left."),
        Operation(CommandKinds.Cancel, "End open parents and cancel open orders, including conditional ones; trading continues."),
        Operation(CommandKinds.Kill, "Kill switch: cancel all orders and send no more."),
        Operation(CommandKinds.Revive, "End a kill switch."),
        Reset(),
        Limit(),
        CommandListCommand.Create(),
    ];

    private static Command Operation(string kind, string meaning)
    {
        var command = new Command(kind, meaning);
        var scope = new ScopeOptions(command);
        var symbol = new Option<string>("--symbol") { Description = "Only this contract, such as BTCUSDT.", DefaultValueFactory = _ => "" };
        command.Add(symbol);
        command.SetAction((parsed, cancel) => scope.SendAsync(parsed, new CommandRequest { Kind = kind, Symbol = parsed.GetValue(symbol)! }, cancel));
        return command;
    }

    private static Command Reset()
    {
        var command = new Command(CommandKinds.Reset, "Clear a violated risk rule after checking its cause; needs --reason.");
        var scope = new ScopeOptions(command);
        var rule = new Option<string>("--rule") { Description = "Only this rule, by the name in its alert; without it: all.", DefaultValueFactory = _ => "" };
        command.Add(rule);
        command.SetAction((parsed, cancel) => scope.SendAsync(parsed, new CommandRequest { Kind = CommandKinds.Reset, Setting = parsed.GetValue(rule)! }, cancel));
        return command;
    }

    private static Command Limit()
    {
        var command = new Command(CommandKinds.Limit, "Change a risk limit of running accounts; the change survives restarts until the next change.");
        var scope = new ScopeOptions(command);
        var key = new Argument<string>("key") { Description = "A number in the section risk, such as order_notional_max." };
        var value = new Argument<string>("value") { Description = "The new number, or 'configured' for the configured one." };
        command.Add(key);
        command.Add(value);
        command.SetAction((parsed, cancel) =>
        {
            string number = parsed.GetValue(value)!;
            var request = new CommandRequest { Kind = CommandKinds.Limit, Setting = parsed.GetValue(key)!, Value = number == "configured" ? "" : number };
            return scope.SendAsync(parsed, request, cancel);
        });
        return command;
    }

    /// <summary>The options of every operator command.</summary>
    private sealed class ScopeOptions
    {
        private readonly PlaceOptions _place;
        private readonly Option<string> _account = new("--account") { Description = "Only this account; without it: all.", DefaultValueFactory = _ => "" };
        private readonly Option<string> _reason = new("--reason") { Description = "Reason, recorded in the journals.", DefaultValueFactory = _ => "" };
        private readonly Option<int> _wait = new("--wait") { Description = "Seconds to show the command's progress; it continues after them.", DefaultValueFactory = _ => 10 };

        public ScopeOptions(Command command)
        {
            _place = new PlaceOptions().AddTo(command);
            command.Add(_account);
            command.Add(_reason);
            command.Add(_wait);
        }

        public async Task<int> SendAsync(ParseResult parsed, CommandRequest request, CancellationToken cancel)
        {
            if (!_place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault))
                return CommandFault.Report(fault);
            request.CommandId = string.Create(CultureInfo.InvariantCulture, $"{request.Kind}-{Environment.UserName}-{TimeProvider.System.NowMilliseconds()}-{Environment.ProcessId}");
            request.Account = parsed.GetValue(_account)!;
            request.Reason = parsed.GetValue(_reason)!;
            request.By = Environment.UserName;
            return await CommandWay.SendAsync(folder, request, TimeSpan.FromSeconds(Math.Max(0, parsed.GetValue(_wait))), cancel);
        }
    }
}
