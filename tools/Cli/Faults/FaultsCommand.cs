using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Spectre.Console;

namespace Platform.Cli.Faults;

/// <summary>platform faults: injects faults into the simulated exchange of a running platform in mode mock.</summary>
internal static class FaultsCommand
{
    public static Command Create() => new("faults", "Inject faults into the simulated exchange of the running platform (mock).") { Add(), List(), Clear() };

    private static Command Add()
    {
        var command = new Command("add", "Add a fault, such as: platform faults add lost_answer match=/fapi/v1/order rate=0.1 count=3. Without a type: list the types and their fields.");
        var type = new Argument<string>("type") { Description = "Type of the fault; see docs/guides/venue.md.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "" };
        var fields = new Argument<string[]>("fields") { Description = "FIELD=VALUE; account and key also take the id of a configured account.", Arity = ArgumentArity.ZeroOrMore };
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.Add(type);
        command.Add(fields);
        command.SetAction((parsed, cancel) => RunAsync(place.Running(parsed), async (folder, faults) =>
        {
            if (!Body(folder.Configuration, parsed.GetValue(type)!, parsed.GetValue(fields) ?? []).TryGet(out JsonObject? body, out Fault? wrong))
                return wrong;
            Result<JsonElement> added = await faults.SendAsync(HttpMethod.Post, "", body, cancel);
            return added.Then<string>(answer => $"fault {answer.GetProperty("id")} added; end it with platform faults clear {answer.GetProperty("id")}");
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show the active faults, and how often each was injected.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(place.Running(parsed), async (_, faults) =>
            (await faults.SendAsync(HttpMethod.Get, "", null, cancel)).Then<string>(answer => Show(answer))));
        return command;
    }

    private static Command Clear()
    {
        var command = new Command("clear", "End one fault or all, and undo their effects.");
        var id = new Argument<int?>("id") { Description = "The fault's id; all faults without it.", Arity = ArgumentArity.ZeroOrOne };
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.Add(id);
        command.SetAction((parsed, cancel) => RunAsync(place.Running(parsed), async (_, faults) =>
        {
            int? one = parsed.GetValue(id);
            Result<JsonElement> cleared = await faults.SendAsync(HttpMethod.Delete, one is null ? "" : string.Create(CultureInfo.InvariantCulture, $"?id={one}"), null, cancel);
            return cleared.Then<string>(_ => one is null ? "all faults ended" : $"fault {one} ended");
        }));
        return command;
    }

    private static async Task<int> RunAsync(Result<RunFolder> running, Func<RunFolder, VenueFaults, Task<Result<string>>> work)
    {
        if (!running.TryGet(out RunFolder? folder, out Fault? fault))
            return CommandFault.Report(fault);
        if (folder.Configuration.Mode != PlatformMode.Mock)
            return CommandFault.Report(new Fault(FaultKind.Invalid, $"mode {folder.Configuration.Mode.ToString().ToLowerInvariant()} trades at a real exchange; faults can only be injected in mode mock."));
        if (!folder.Access().TryGet(out CallAccess? access, out fault))
            return CommandFault.Report(fault);
        using var faults = new VenueFaults(folder.Addresses.VenueHttp, access.Token);
        if (!(await work(folder, faults)).TryGet(out string? done, out fault))
            return CommandFault.Report(fault);
        Console.WriteLine(done);
        return 0;
    }

    /// <summary>The fields as JSON; Invalid, with the argument, when one is not FIELD=VALUE or is not the expected number.</summary>
    internal static Result<JsonObject> Body(PlatformConfiguration configuration, string type, IReadOnlyList<string> fields)
    {
        var body = new JsonObject { ["type"] = type };
        foreach (string field in fields)
        {
            string[] parts = field.Split('=', 2);
            if (parts.Length != 2 || parts[0].Length == 0)
                return new Fault(FaultKind.Invalid, $"'{field}': expected FIELD=VALUE, such as rate=0.1 or symbol=BTCUSDT.");
            (string name, string value) = (parts[0], parts[1]);
            if (body.ContainsKey(name))
                return new Fault(FaultKind.Invalid, $"'{field}': {name} is given twice; expected it once.");
            if (!IsNumeric(name))
                body[name] = name is "account" or "key" && configuration.AccountIndex(value) >= 0 ? AccountSecrets.MockKey(value).Key : value;
            else if (decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
                body[name] = number;
            else
                return new Fault(FaultKind.Invalid, $"'{field}': expected a number.");
        }

        return body;
    }

    private static bool IsNumeric(string name) => name is "rate" or "every" or "count" or "after" or "code" || name.EndsWith("Ms", StringComparison.Ordinal);

    private static string Show(JsonElement faults)
    {
        if (faults.GetArrayLength() == 0)
            return "no active faults";
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in new[] { "id", "type", "matched", "injected", "fields" })
            table.AddColumn(column);
        foreach (JsonElement fault in faults.EnumerateArray())
        {
            string[] shown = ["id", "type", "matched", "injected"];
            string rest = string.Join(' ', fault.EnumerateObject().Where(field => !shown.Contains(field.Name)).Select(field => $"{field.Name}={field.Value}"));
            table.AddRow(shown.Select(name => new Text(fault.GetProperty(name).ToString())).Append(new Text(rest)));
        }

        AnsiConsole.Write(table);
        return $"{faults.GetArrayLength()} active; end them with platform faults clear [ID]";
    }
}
