using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Secrets;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Wire.V1;
using Spectre.Console;

namespace Platform.Cli.Status;

/// <summary>platform explain: the data of one run, its targets, and the orders of each account.</summary>
internal static class ExplainCommand
{
    private const int RunsAsked = 500;
    private const int ParentsAsked = 1_000;

    public static Command Create()
    {
        var command = new Command("explain", "Show one run: its data, its targets with the scores of each calculator, and the orders that followed.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        var run = new Argument<string>("run") { Description = "Run id or label; without it the newest run.", DefaultValueFactory = _ => "" };
        var account = new Option<string>("--account") { Description = "Only this account.", DefaultValueFactory = _ => "" };
        var symbol = new Option<string>("--symbol") { Description = "Only this contract.", DefaultValueFactory = _ => "" };
        command.Add(run);
        command.Add(account);
        command.Add(symbol);
        command.SetAction(async (parsed, _) =>
        {
            if (!place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) || !folder.Access().TryGet(out CallAccess? access, out fault))
                return CommandFault.Report(fault);
            Result<Done> shown = await ShowAsync(new Question(folder, access, parsed.GetValue(run)!, parsed.GetValue(account)!, parsed.GetValue(symbol)!));
            return shown.Fault is { } why ? CommandFault.Report(why) : 0;
        });
        return command;
    }

    private static async Task<Result<Done>> ShowAsync(Question question)
    {
        TerminalTables.Fit(StatusCommand.RedirectedWidth);
        try
        {
            using RpcChannel coordinator = question.Open("coordinator");
            ListRunsReply runs = await new Coordinator.CoordinatorClient(coordinator).ListRunsAsync(new ListRunsRequest { Limit = RunsAsked }, deadline: RunFolder.Deadline(StatusCommand.CallLimit));
            if (runs.Runs.FirstOrDefault(question.Means) is not { } run)
                return new Fault(FaultKind.NotFound, $"run '{question.Run}' is not among the newest {runs.Runs.Count}: expected a run id or a label as `platform status` shows them.");
            await DataAsync(question, run);
            string[] accounts = [.. run.Accounts.Where(account => question.Account.Length == 0 || account == question.Account)];
            if (accounts.Length == 0)
                return new Fault(FaultKind.NotFound, $"run {run.RunId} has no account '{question.Account}': expected one of {string.Join(", ", run.Accounts)}.");
            foreach (string account in accounts)
                await AccountAsync(question, run, account);
            return Done.Value;
        }
        catch (RpcException fault)
        {
            return new Fault(FaultKind.Unavailable, $"a process did not answer ({fault.StatusCode}): {fault.Status.Detail}. `platform status` shows which one.");
        }
    }

    private static async Task DataAsync(Question question, RunRow run)
    {
        using RpcChannel data = question.Open("data");
        CompletenessReply bars = await new Data.DataClient(data).GetCompletenessAsync(new CompletenessRequest { Label = run.Label }, deadline: RunFolder.Deadline(StatusCommand.CallLimit));
        Console.WriteLine($"Run {run.RunId}, window {run.Label}, {run.State}: {bars.Complete.Count} bars complete, {bars.Missing.Count} missing, {bars.Suspect.Count} suspect.");
        if (bars.Degraded)
            Console.WriteLine($"  missing: {ListOf(bars.Missing)}; suspect: {ListOf(bars.Suspect)}");
    }

    private static async Task AccountAsync(Question question, RunRow run, string account)
    {
        using RpcChannel strategy = question.Open("strategy");
        using RpcChannel executor = question.Open("executor", account);
        GetTargetsReply targets;
        try
        {
            targets = await new Strategy.StrategyClient(strategy).GetTargetsAsync(new GetTargetsRequest { RunId = run.RunId, Account = account }, deadline: RunFolder.Deadline(StatusCommand.CallLimit));
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            Console.WriteLine($"{account}: {none.Status.Detail}");
            return;
        }

        ListParentsReply parents = await new Executor.ExecutorClient(executor).ListParentsAsync(
            new ListParentsRequest { RunId = run.RunId, Limit = ParentsAsked }, deadline: RunFolder.Deadline(StatusCommand.CallLimit));
        Console.WriteLine($"{account}: {targets.Targets.Count} targets, {parents.Parents.Count} parent orders.");
        AnsiConsole.Write(TableOf(question, targets, parents));
    }

    private static Table TableOf(Question question, GetTargetsReply targets, ListParentsReply parents)
    {
        string[] calculators = [.. targets.Targets.SelectMany(target => target.Scores.Keys).Distinct().Order(StringComparer.Ordinal)];
        Table table = TerminalTables.New(["symbol", "weight", .. calculators, "decision price", "side", "planned", "filled", "residual", "average price", "state"]);
        ILookup<string, ParentRow> bySymbol = parents.Parents.ToLookup(parent => parent.Symbol);
        IEnumerable<TargetRow> wanted = targets.Targets.Concat(bySymbol.Select(group => group.Key).Except(targets.Targets.Select(target => target.Symbol)).Select(gone => new TargetRow { Symbol = gone }));
        foreach (TargetRow target in wanted.Where(row => question.Symbol.Length == 0 || row.Symbol == question.Symbol))
        {
            string[] known =
            [
                target.Symbol, Number(target.Weight, "0.0000"), .. calculators.Select(name => target.Scores.TryGetValue(name, out double score) ? Number(score, "0.0000") : ""),
                Price.FromUnits(target.DecisionPrice).ToString(),
            ];
            foreach (ParentRow? parent in bySymbol[target.Symbol].Cast<ParentRow?>().DefaultIfEmpty())
                TerminalTables.Add(table, [.. known, .. parent is null ? ["", "", "", "", "", "no order"] : Cells(parent)]);
        }

        return table;
    }

    private static string[] Cells(ParentRow parent) =>
    [
        parent.Side, Quantity.FromUnits(parent.Planned).ToString(), Quantity.FromUnits(parent.Filled).ToString(), Quantity.FromUnits(parent.Residual).ToString(),
        Price.FromUnits(parent.AveragePrice).ToString(), parent.Reason.Length > 0 ? $"{parent.State}: {parent.Reason}" : parent.State,
    ];

    private static string ListOf(IReadOnlyCollection<string> symbols) => symbols.Count == 0 ? "none" : string.Join(" ", symbols);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The arguments of the command, and the channels to the processes that answer it.</summary>
    private sealed record Question(RunFolder Folder, CallAccess Access, string Run, string Account, string Symbol)
    {
        public RpcChannel Open(string process, string account = "") => Access.Open(Folder.Addresses.Rpc(process, account));

        public bool Means(RunRow row) => Run.Length == 0 || row.RunId == Run || row.Label == Run;
    }
}
