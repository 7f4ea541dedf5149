using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Orders;

/// <summary>
/// Makes everything recorded in one moment of the room durable with one flush: who waits here goes on when the disk has it.
/// A disk that refuses ends the process, because an order that is not on disk must not be on the wire.
/// </summary>
internal sealed class DurableBatch(SingleThreadContext context, AccountJournal journal)
{
    private TaskCompletionSource? _flush;

    /// <summary>Call on the room; the answer comes on the room.</summary>
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
