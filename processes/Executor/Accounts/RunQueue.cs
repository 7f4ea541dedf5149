namespace Platform.Executor.Accounts;

/// <summary>
/// The run that waits for the one at work: only the newest, because an older target is worth nothing once a newer is there.
/// Owned by the account's context.
/// </summary>
internal sealed class RunQueue
{
    private RunRequest? _waiting;
    private TaskCompletionSource _offered = New();

    /// <summary>The request that this one displaced, or null.</summary>
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
