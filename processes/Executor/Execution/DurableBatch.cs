using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Execution;

/// <summary>
/// Makes everything recorded in one turn of the context durable with one flush; callers continue when it is on disk. A disk error ends
/// the process, because an order must be on disk before it is sent.
/// </summary>
internal sealed class DurableBatch(SingleThreadContext context, AccountJournal journal)
{
    private TaskCompletionSource? _flush;

    /// <summary>Call on the context; the task completes on the context.</summary>
    public Task WrittenAsync()
    {
        if (_flush is null)
        {
            _flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.Post(Flush);
        }

        return _flush.Task;
    }

    private void Flush()
    {
        TaskCompletionSource waiting = _flush!;
        _flush = null;
        Result<Done> flushed = journal.Flush();
        Check.That(flushed.IsOk, flushed.Fault?.Message ?? "");
        waiting.SetResult();
    }
}
