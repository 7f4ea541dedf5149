namespace Platform.Executor.Accounts;

/// <summary>
/// Holds the run that waits for the one in progress. Only the newest waits, because a newer target replaces an older one. Owned by the
/// account's context.
/// </summary>
internal sealed class RunQueue
{
    private RunRequest? _waiting;
    private TaskCompletionSource _offered = New();

    /// <summary>The request that this one replaced, or null.</summary>
    public RunRequest? Offer(RunRequest request)
    {
        RunRequest? displaced = _waiting;
        _waiting = request;
        _offered.TrySetResult();
        return displaced;
    }

    public async Task<RunRequest> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_waiting is { } next)
            {
                _waiting = null;
                return next;
            }

            _offered = New();
            await _offered.Task.WaitAsync(cancel);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
