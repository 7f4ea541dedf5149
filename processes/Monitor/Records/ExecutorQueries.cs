using Grpc.Core;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Monitor.Records;

/// <summary>Queries the executors for parents and fills that are in their ledgers and not stored yet. Any thread.</summary>
internal sealed class ExecutorQueries : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, RpcChannel> _channels;
    private readonly TimeProvider _realTime;

    public ExecutorQueries(ProcessContext context, IEnumerable<string> accounts)
        : this(accounts.ToDictionary(account => account, account => context.Access.Open(context.Addresses.Rpc("executor", account))), context.RealTime)
    {
    }

    public ExecutorQueries(Dictionary<string, RpcChannel> channels, TimeProvider realTime) => (_channels, _realTime) = (channels, realTime);

    /// <summary>Newest first. Unavailable while the executor does not answer.</summary>
    public Task<Result<IReadOnlyList<ParentRow>>> ParentsAsync(string account, ListParentsRequest request, CancellationToken cancel) => AskAsync<ParentRow>(
        account, async (executor, options) => [.. (await executor.ListParentsAsync(request, options)).Parents], cancel);

    /// <summary>Newest first. Unavailable while the executor does not answer.</summary>
    public Task<Result<IReadOnlyList<FillEvent>>> FillsAsync(string account, ListFillsRequest request, CancellationToken cancel) => AskAsync<FillEvent>(
        account, async (executor, options) => [.. (await executor.ListFillsAsync(request, options)).Fills], cancel);

    public void Dispose()
    {
        foreach (RpcChannel channel in _channels.Values)
            channel.Dispose();
    }

    private async Task<Result<IReadOnlyList<T>>> AskAsync<T>(string account, Func<Executor.ExecutorClient, CallOptions, Task<IReadOnlyList<T>>> ask, CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: _realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            return Result<IReadOnlyList<T>>.Ok(await ask(new Executor.ExecutorClient(_channels[account]), options));
        }
        catch (RpcException silent) when (!cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, $"The executor of {account} does not answer ({silent.StatusCode}): {silent.Status.Detail}", IsTransient: true);
        }
    }
}
