using Platform.Executor.Ledger;

namespace Platform.Executor.Execution;

/// <summary>
/// Runs that wait for the one at work: an operator's flatten first, and of the strategy's only the newest, because an older
/// target is obsolete once a newer one exists. Owned by the account's context.
/// </summary>
internal sealed class RunQueue
{
    private readonly Queue<RunRequest> _flattens = new();
    private RunRequest? _trade;
    private TaskCompletionSource _offered = New();

    /// <summary>The request that this one displaced, or null.</summary>
    public RunRequest? Offer(RunRequest request)
    {
        RunRequest? displaced = null;
        if (request.Kind == RunKind.Trade)
            (displaced, _trade) = (_trade, request);
        else if (!_flattens.Any(other => other.RunId == request.RunId))
            _flattens.Enqueue(request);
        _offered.TrySetResult();
        return displaced;
    }

    public async Task<RunRequest> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_flattens.TryDequeue(out RunRequest? flatten))
                return flatten;
            if (_trade is { } trade)
            {
                _trade = null;
                return trade;
            }

            _offered = New();
            await _offered.Task.WaitAsync(cancel);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
