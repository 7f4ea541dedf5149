using System.Text;

namespace Platform.Bus.Publishing;

/// <summary>The currently subscribed prefixes as last read by the publisher; any thread may wait for a prefix.</summary>
internal sealed class SubscriptionView
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _prefixes = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Apply(bool isWanted, ReadOnlySpan<byte> prefix)
    {
        string text = Encoding.UTF8.GetString(prefix);
        lock (_gate)
        {
            _ = isWanted ? _prefixes.Add(text) : _prefixes.Remove(text);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task<bool> WaitAsync(string topic, TimeSpan limit, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_prefixes.Any(prefix => topic.StartsWith(prefix, StringComparison.Ordinal)))
                    return true;
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limited.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
