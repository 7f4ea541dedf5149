using Grpc.Core;
using Platform.Domain.Orders;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Executor.Reporting;

/// <summary>
/// Answers queries about the account's orders, fills and parents from the ledger; runs that have left memory are in the journal only.
/// </summary>
internal sealed class ExecutorEndpoint(AccountExecutor executor, AccountStatus board, string account, TimeProvider clock) : Wire.V1.Executor.ExecutorBase
{
    private const int LimitDefault = 200;
    private const int LimitMax = 10_000;

    /// <summary>Unavailable until the account was read once: a snapshot without a time would look like an empty account.</summary>
    public override Task<AccountEvent> GetAccount(GetAccountRequest request, ServerCallContext context) => board.Newest is { AtMs: > 0 } newest
        ? Task.FromResult(newest)
        : throw new RpcException(new Status(StatusCode.Unavailable, $"account {account} has not been read from the exchange yet"));

    public override async Task<ListOrdersReply> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        var reply = new ListOrdersReply();
        reply.Orders.AddRange(await executor.AskAsync(ledger => Children(ledger, request.RunId).Take(Limit(request.Limit)).Select(child => LedgerRows.Order(account, child)).ToArray()));
        return reply;
    }

    public override async Task<ListFillsReply> ListFills(ListFillsRequest request, ServerCallContext context)
    {
        var reply = new ListFillsReply();
        reply.Fills.AddRange(await executor.AskAsync(ledger => Children(ledger, request.RunId)
            .Where(child => request.ParentId.Length == 0 || child.Parent.ParentId == request.ParentId)
            .SelectMany(child => child.Fills.Reverse().Select(fill => LedgerRows.Fill(account, child, fill))).Take(Limit(request.Limit)).ToArray()));
        return reply;
    }

    public override async Task<ListParentsReply> ListParents(ListParentsRequest request, ServerCallContext context)
    {
        var reply = new ListParentsReply();
        long now_ms = clock.NowMilliseconds();
        reply.Parents.AddRange(await executor.AskAsync(ledger => Parents(ledger, request.RunId)
            .Where(parent => !request.OpenOnly || !parent.IsClosed).Take(Limit(request.Limit)).Select(parent => LedgerRows.Parent(parent, now_ms)).ToArray()));
        return reply;
    }

    private static IEnumerable<ChildOrder> Children(OrderLedger ledger, string runId) => Parents(ledger, runId).SelectMany(parent => parent.Children.Reverse());

    private static IEnumerable<ParentOrder> Parents(OrderLedger ledger, string runId) =>
        ledger.Runs.Reverse().Where(run => runId.Length == 0 || run.RunId == runId).SelectMany(run => run.Parents.Reverse());

    private static int Limit(int asked) => asked <= 0 ? LimitDefault : Math.Min(asked, LimitMax);
}
