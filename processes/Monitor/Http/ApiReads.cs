using System.Globalization;
using Microsoft.AspNetCore.Http;
using Platform.Monitor.Live;
using Platform.Monitor.Records;
using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Http;

/// <summary>Answers every GET of the API from the boards or the records: path to JSON bytes, or a fault for the caller.</summary>
internal sealed class ApiReads(MonitorView view, RecordReads records)
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1000;

    /// <summary>Every readable path below /api/v1.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["processes", "accounts", "runs", "orders", "positions", "equity", "alerts", "commands", .. RecordReads.Paths];

    public async Task<Result<byte[]>> AnswerAsync(string path, IQueryCollection query, CancellationToken cancel)
    {
        if (!LimitOf(query).TryGet(out int limit, out Fault? fault))
            return fault;
        return RecordReads.Paths.Contains(path) ? await records.AnswerAsync(path, query, limit, cancel) : Answer(path, query, limit);
    }

    private Result<byte[]> Answer(string path, IQueryCollection query, int limit)
    {
        string? account = TextOf(query, "account");
        if (account is not null && !view.HasAccount(account))
            return new Fault(FaultKind.NotFound, $"account '{account}' is not configured: expected one of {string.Join(", ", view.AccountNames)}.");
        return path switch
        {
            "processes" => PageJson.Bytes(view.Processes()),
            "accounts" => PageJson.Bytes(view.Accounts.Rows()),
            "runs" => PageJson.Bytes(view.Runs.Reply(limit)),
            "orders" => PageJson.Bytes(view.Orders.Rows(account, TextOf(query, "run"), limit)),
            "positions" => PageJson.Bytes(view.Accounts.Positions(account)),
            "equity" when account is null => new Fault(FaultKind.Invalid, "equity needs ?account=, with one account."),
            "equity" => PageJson.Bytes(view.Equity.Reply(account)),
            "commands" => PageJson.Bytes(view.Commands.Rows(account, limit)),
            "alerts" => PageJson.Bytes(view.AlertRows()),
            _ => new Fault(FaultKind.NotFound, $"/api/v1/{path} does not exist: see /api/v1/openapi.json."),
        };
    }

    private static string? TextOf(IQueryCollection query, string name) => query.TryGetValue(name, out var value) && value.Count > 0 && value[0]!.Length > 0 ? value[0] : null;

    private static Result<int> LimitOf(IQueryCollection query)
    {
        string? text = TextOf(query, "limit");
        if (text is null)
            return LimitDefault;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= LimitMax
            ? limit
            : new Fault(FaultKind.Invalid, $"limit '{text}' is not valid: expected a whole number from 1 to {LimitMax}.");
    }
}
