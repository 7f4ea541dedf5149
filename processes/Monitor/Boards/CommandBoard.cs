using Google.Protobuf;
using Platform.Monitor.Rows;
using Platform.Wire.V1;

namespace Platform.Monitor.Boards;

/// <summary>
/// The operator's newest commands and their state at each account, as last reported by the coordinator. Written by the feed's loop only.
/// </summary>
internal sealed class CommandBoard
{
    private volatile ListCommandsReply _last = new();

    /// <summary>True when something changed.</summary>
    public bool Apply(ListCommandsReply reply)
    {
        if (reply.ToByteString() == _last.ToByteString())
            return false;
        _last = reply;
        return true;
    }

    /// <summary>Newest first.</summary>
    /// <param name="account">Null for all.</param>
    public IReadOnlyList<OperatorCommandRow> Rows(string? account, int limit) =>
        [.. _last.Commands.Where(row => account is null || row.Command.Accounts.Contains(account)).Take(limit).Select(ToRow)];

    private static OperatorCommandRow ToRow(CommandRow row)
    {
        CommandRequest request = row.Command.Request;
        return new OperatorCommandRow(
            row.Command.Sequence, request.CommandId, request.Kind, request.Account, request.Symbol, $"{request.Setting} {request.Value}".Trim(), request.By, request.Reason, row.Command.AtMs,
            [.. row.Outcomes.Select(outcome => new CommandStep(outcome.Account, outcome.State, outcome.Detail, outcome.AtMs))]);
    }
}
