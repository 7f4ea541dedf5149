using System.CommandLine;
using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Alerts;
using Platform.Hosting.Secrets;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Wire.V1;
using Spectre.Console;
using Spectre.Console.Rendering;
using static Platform.Cli.Arguments.TerminalTables;

namespace Platform.Cli.Status;

/// <summary>platform status: processes, operator, last runs, calculators, accounts and alerts as tables.</summary>
internal static class StatusCommand
{
    /// <summary>Columns of a redirected table, of status and explain.</summary>
    public const int RedirectedWidth = 160;

    /// <summary>Time after which a process counts as silent.</summary>
    public static TimeSpan CallLimit { get; } = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var command = new Command("status", "Show processes, the last runs, calculators, accounts and alerts.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(async (parsed, _) =>
            place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) ? await ShowAsync(folder) : CommandFault.Report(fault));
        return command;
    }

    private static async Task<int> ShowAsync(RunFolder folder)
    {
        Fit(RedirectedWidth);
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? noAccess))
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"No process of the platform runs in {folder.Arguments.Root}, or it belongs to another user: {noAccess.Message}"));
        using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
        var client = new Coordinator.CoordinatorClient(channel);
        try
        {
            ListProcessesReply processes = await client.ListProcessesAsync(new ListProcessesRequest(), deadline: RunFolder.Deadline(CallLimit));
            AnsiConsole.Write(Processes(processes));
            Console.WriteLine(Operator(processes.Operator));
            ListRunsReply runs = await client.ListRunsAsync(new ListRunsRequest { Limit = 5 }, deadline: RunFolder.Deadline(CallLimit));
            AnsiConsole.Write(Runs(runs));
            AnsiConsole.Write(await CalculatorsAsync(access, processes));
            AnsiConsole.Write(await AccountsAsync(access, processes));
            AnsiConsole.Write(await AlertsAsync(access, processes));
            return 0;
        }
        catch (RpcException unreachable) when (unreachable.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            string[] alive = [.. PidsFile.Read(folder.Paths).Where(known => known.IsAlive()).Select(known => $"{known.Name} (pid {known.Pid})")];
            await Console.Error.WriteLineAsync(alive.Length == 0
                ? $"No process of the platform runs in {folder.Arguments.Root}. Start it with: scripts/platform up"
                : $"The coordinator at {folder.Addresses.Rpc("coordinator")} does not answer ({unreachable.Status.Detail}). Alive: {string.Join(", ", alive)}. See {folder.Paths.Logs}/coordinator.log");
            return 1;
        }
    }

    private static Table Processes(ListProcessesReply reply)
    {
        Table table = New("process", "state", "pid", "up", "heartbeat", "restarts", "memory", "detail");
        foreach (ProcessRow row in reply.Processes)
        {
            TimeSpan up = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAtMs);
            string memory = row.Gauges.TryGetValue("rss_mb", out double size) ? $"{size:0} MB" : "";
            Add(table, Name(row), row.State.ToString().ToLowerInvariant(), $"{row.Pid}", $"{(int)up.TotalHours}:{up:mm\\:ss}", $"{row.LastHeartbeatAgeMs} ms", $"{row.Restarts}", memory, row.Detail);
        }

        return table;
    }

    private static string Operator(OperatorState? state)
    {
        string[] held =
        [
            .. (state?.Accounts ?? []).SelectMany(account => account.Holds.Select(hold =>
                $"{account.Account}{(hold.Symbol.Length == 0 ? "" : $" {hold.Symbol}")} {hold.Kind} by {hold.By}{(hold.Reason.Length == 0 ? "" : $" ({hold.Reason})")}")),
        ];
        return held.Length == 0 ? "Operator: no active holds" : $"Operator: {string.Join("; ", held)}. End them with platform resume or revive.";
    }

    private static Table Runs(ListRunsReply reply)
    {
        Table table = New("run", "state", "complete", "targets", "executed", "orders", "missing");
        foreach (RunRow run in reply.Runs)
        {
            string state = run.State + (run.Data.Degraded ? " (degraded)" : "");
            string targets = run.Computed is null ? "" : $"{run.Computed.Targets}";
            Add(table, run.RunId, state, $"{run.Data.Complete}/{run.Data.Universe}", targets, $"{run.Executed.Count}/{run.Accounts.Count}", $"{run.Executed.Sum(report => report.Orders)}", string.Join(" ", run.Data.Missing.Take(3)));
        }

        return table;
    }

    private static async Task<Table> AccountsAsync(CallAccess access, ListProcessesReply processes)
    {
        Table table = New("account", "equity", "wallet", "unrealised", "positions");
        foreach (ProcessRow row in processes.Processes.Where(row => row.Process == "executor"))
        {
            try
            {
                using RpcChannel channel = access.Open(row.RpcAddress);
                AccountEvent account = await new Executor.ExecutorClient(channel).GetAccountAsync(new GetAccountRequest(), deadline: RunFolder.Deadline(CallLimit));
                Add(table, row.Account, Dollars(account.Equity), Dollars(account.WalletBalance), Dollars(account.UnrealizedPnl), $"{account.Positions.Count(position => position.Quantity != 0)}");
            }
            catch (RpcException silent)
            {
                Add(table, row.Account, "?", "", "", silent.Status.Detail);
            }
        }

        return table;
    }

    private static async Task<IRenderable> CalculatorsAsync(CallAccess access, ListProcessesReply processes)
    {
        if (processes.Processes.FirstOrDefault(row => row.Process == "strategy") is not { } strategy)
            return new Text($"Calculators: the strategy process has not registered{Environment.NewLine}");
        try
        {
            using RpcChannel channel = access.Open(strategy.RpcAddress);
            ListCalculatorsReply reply = await new Strategy.StrategyClient(channel).ListCalculatorsAsync(new ListCalculatorsRequest(), deadline: RunFolder.Deadline(CallLimit));
            Table table = New("calculator", "version", "state", "runs", "failures", "last run", "file", "detail");
            foreach (CalculatorRow row in reply.Calculators)
                Add(table, row.Name, row.Version, row.State, $"{row.Runs}", $"{row.Failures}", $"{row.LastRunMs:0.0} ms", row.File, row.Detail);
            return table;
        }
        catch (RpcException silent)
        {
            return new Text($"Calculators: the strategy process does not answer: {silent.Status.Detail}{Environment.NewLine}");
        }
    }

    /// <summary>Active alerts of every process that answers, most severe first.</summary>
    private static async Task<IRenderable> AlertsAsync(CallAccess access, ListProcessesReply processes)
    {
        ListAlertsReply[] replies = await Task.WhenAll(processes.Processes.Select(row => AlertsOfAsync(access, row)));
        Alert[] standing = [.. replies.SelectMany(reply => reply.Alerts).Select(Alert.FromWire).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Since_ms)];
        if (standing.Length == 0)
            return new Text($"Alerts: none{Environment.NewLine}");
        Table table = New("alert", "severity", "since", "message");
        foreach (Alert alert in standing)
            Add(table, alert.Id, alert.Severity.ToString().ToLowerInvariant(), $"{UnixTime.ToDateTimeOffset(alert.Since_ms):MM-dd HH:mm:ss}", alert.Message);
        return table;
    }

    private static async Task<ListAlertsReply> AlertsOfAsync(CallAccess access, ProcessRow row)
    {
        try
        {
            using RpcChannel channel = access.Open(row.RpcAddress);
            return await new Inspection.InspectionClient(channel).ListAlertsAsync(new ListAlertsRequest(), deadline: RunFolder.Deadline(CallLimit));
        }
        catch (RpcException)
        {
            // The coordinator's own alerts list the processes that do not answer.
            return new ListAlertsReply();
        }
    }

    private static string Dollars(long units) => Money.FromUnits(units).ToString(2);

    private static string Name(ProcessRow row) => row.Account.Length == 0 ? row.Process : $"{row.Process}-{row.Account}";
}
