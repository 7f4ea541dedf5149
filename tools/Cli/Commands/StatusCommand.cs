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

namespace Platform.Cli.Commands;

/// <summary>platform status: processes, operator, last runs, accounts and alerts as tables.</summary>
internal static class StatusCommand
{
    private const int RedirectedWidth = 160;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var command = new Command("status", "Show processes, the last runs and the accounts.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(async (parsed, _) =>
            place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) ? await ShowAsync(folder) : CommandFault.Report(fault));
        return command;
    }

    private static async Task<int> ShowAsync(RunFolder folder)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? noAccess))
            return CommandFault.Report(new Fault(FaultKind.Unavailable, $"Nothing of the platform runs in {folder.Arguments.Root}, or it belongs to another user: {noAccess.Message}"));
        using RpcChannel channel = access.Open(folder.Addresses.Rpc("coordinator"));
        var client = new Coordinator.CoordinatorClient(channel);
        try
        {
            ListProcessesReply processes = await client.ListProcessesAsync(new ListProcessesRequest(), deadline: Deadline());
            AnsiConsole.Write(Processes(processes));
            Console.WriteLine(Operator(processes.Operator));
            ListRunsReply runs = await client.ListRunsAsync(new ListRunsRequest { Limit = 5 }, deadline: Deadline());
            AnsiConsole.Write(Runs(runs));
            AnsiConsole.Write(await AccountsAsync(access, processes));
            AnsiConsole.Write(await AlertsAsync(access, processes));
            return 0;
        }
        catch (RpcException unreachable) when (unreachable.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            string[] alive = [.. PidsFile.Read(folder.Paths).Where(known => known.IsAlive()).Select(known => $"{known.Name} (pid {known.Pid})")];
            await Console.Error.WriteLineAsync(alive.Length == 0
                ? $"Nothing of the platform runs in {folder.Arguments.Root}. Start it with: scripts/platform up"
                : $"The coordinator at {folder.Addresses.Rpc("coordinator")} does not answer ({unreachable.Status.Detail}). Alive: {string.Join(", ", alive)}. See {folder.Paths.Logs}/coordinator.log");
            return 1;
        }
    }

    private static Table Processes(ListProcessesReply reply)
    {
        Table table = NewTable("process", "state", "pid", "up", "beat", "restarts", "memory", "detail");
        foreach (ProcessRow row in reply.Processes)
        {
            TimeSpan up = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAtMs);
            string memory = row.Gauges.TryGetValue("rss_mb", out double size) ? $"{size:0} MB" : "";
            Add(table, Name(row), row.State.ToString().ToLowerInvariant(), $"{row.Pid}", $"{(int)up.TotalHours}:{up:mm\\:ss}", $"{row.LastHeartbeatAgeMs} ms", $"{row.Restarts}", memory, row.Detail);
        }

        return table;
    }

    private static string Operator(OperatorState? state) => state switch
    {
        { Killed: true } => "Operator: KILLED (platform revive ends it)",
        { Paused: true } => "Operator: paused (platform resume ends it)",
        _ => "Operator: nothing held",
    };

    private static Table Runs(ListRunsReply reply)
    {
        Table table = NewTable("run", "state", "complete", "targets", "executed", "orders", "missing");
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
        Table table = NewTable("account", "equity", "wallet", "unrealised", "positions");
        foreach (ProcessRow row in processes.Processes.Where(row => row.Process == "executor"))
        {
            try
            {
                using RpcChannel channel = access.Open(row.RpcAddress);
                AccountEvent account = await new Executor.ExecutorClient(channel).GetAccountAsync(new GetAccountRequest(), deadline: Deadline());
                Add(table, row.Account, Dollars(account.Equity), Dollars(account.WalletBalance), Dollars(account.UnrealizedPnl), $"{account.Positions.Count(position => position.Quantity != 0)}");
            }
            catch (RpcException silent)
            {
                Add(table, row.Account, "?", "", "", silent.Status.Detail);
            }
        }

        return table;
    }

    /// <summary>Active alerts of every process that answers, worst first.</summary>
    private static async Task<IRenderable> AlertsAsync(CallAccess access, ListProcessesReply processes)
    {
        ListAlertsReply[] replies = await Task.WhenAll(processes.Processes.Select(row => AlertsOfAsync(access, row)));
        Alert[] standing = [.. replies.SelectMany(reply => reply.Alerts).Select(Alert.FromWire).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Since_ms)];
        if (standing.Length == 0)
            return new Text($"Alerts: none{Environment.NewLine}");
        Table table = NewTable("alert", "severity", "since", "what");
        foreach (Alert alert in standing)
            Add(table, alert.Id, alert.Severity.ToString().ToLowerInvariant(), $"{UnixTime.ToDateTimeOffset(alert.Since_ms):MM-dd HH:mm:ss}", alert.Message);
        return table;
    }

    private static async Task<ListAlertsReply> AlertsOfAsync(CallAccess access, ProcessRow row)
    {
        try
        {
            using RpcChannel channel = access.Open(row.RpcAddress);
            return await new Inspection.InspectionClient(channel).ListAlertsAsync(new ListAlertsRequest(), deadline: Deadline());
        }
        catch (RpcException)
        {
            // The coordinator's own alerts name who does not answer.
            return new ListAlertsReply();
        }
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column != columns[^1] });
        return table;
    }

    /// <summary>As plain text: a detail with brackets is not markup.</summary>
    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Dollars(long units) => Money.FromUnits(units).ToString(2);

    private static string Name(ProcessRow row) => row.Account.Length == 0 ? row.Process : $"{row.Process}-{row.Account}";

    private static DateTime Deadline() => (TimeProvider.System.GetUtcNow() + s_limit).UtcDateTime;
}
