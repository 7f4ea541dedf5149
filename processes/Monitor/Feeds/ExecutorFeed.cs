using Grpc.Core;
using Platform.Bus.Subscribing;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>
/// Follows one executor: its streams on the bus, its open parents, and a query at the start and whenever messages may have been lost.
/// </summary>
internal sealed class ExecutorFeed : IDisposable
{
    private const int OrdersAsked = 500;
    private const int ParentsAsked = 1_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly Executor.ExecutorClient _executor;
    private readonly RpcChannel _channel;
    private readonly string _account;
    private readonly MonitorLoop _loop;
    private readonly TimeProvider _realTime;
    private int _isStale = 1;

    public ExecutorFeed(ProcessContext context, string account, MonitorLoop loop)
    {
        (_account, _loop, _realTime) = (account, loop, context.RealTime);
        _channel = context.Access.Open(context.Addresses.Rpc("executor", account));
        _executor = new Executor.ExecutorClient(_channel);
        BusSubscriber bus = context.Subscribe("executor", account, _ => Interlocked.Exchange(ref _isStale, 1));
        bus.Subscribe(BusTopics.Account, seen => loop.Put(new AccountSeen(seen.Value)));
        bus.Subscribe(BusTopics.Order, seen => loop.Put(new OrderSeen(seen.Value)));
        bus.Subscribe(BusTopics.Fill, seen => loop.Put(new FillSeen(seen.Value)));
    }

    /// <summary>Repairs lost messages until cancelled; an executor that does not answer is queried again a second later.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, _realTime);
        do
        {
            if (Interlocked.Exchange(ref _isStale, 0) == 1 && !await TryRepairAsync(cancel))
                Interlocked.Exchange(ref _isStale, 1);
            await QueryParentsAsync(cancel);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    public void Dispose() => _channel.Dispose();

    /// <summary>Queries open parents, because a schedule advances without events; those of a silent executor stay unchanged.</summary>
    private async Task QueryParentsAsync(CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: _realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            ListParentsReply open = await _executor.ListParentsAsync(new ListParentsRequest { OpenOnly = true, Limit = ParentsAsked }, options);
            _loop.Put(new ParentsSeen(_account, open.Parents));
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            // The coordinator reports a lost executor.
        }
    }

    private async Task<bool> TryRepairAsync(CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: _realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            _loop.Put(new AccountSeen(await _executor.GetAccountAsync(new GetAccountRequest(), options)));
            ListOrdersReply orders = await _executor.ListOrdersAsync(new ListOrdersRequest { Limit = OrdersAsked }, options);
            foreach (OrderEvent order in orders.Orders.Reverse())
                _loop.Put(new OrderSeen(order));
            return true;
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
