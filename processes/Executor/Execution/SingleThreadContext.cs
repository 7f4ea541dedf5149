using System.Collections.Concurrent;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Execution;

/// <summary>
/// One thread on which all work of an account runs. Asynchronous work started here continues here after every wait, so that its state has
/// one writer and needs no lock. Other threads use <see cref="AskAsync"/>, <see cref="RunAsync"/> or Post.
/// </summary>
internal sealed class SingleThreadContext : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _work = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    public SingleThreadContext(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Fails when work of the context violates an invariant; the process must then end.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Work items in the queue of the thread.</summary>
    public int Backlog => _work.Count;

    /// <summary>Appends work to the queue; dropped once the context is closed.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _work.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // Closed: a late answer is found through the journal at the next start.
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("a synchronous wait for the context is not allowed; use AskAsync");

    public override SynchronizationContext CreateCopy() => this;

    public void Post(Action work) => Post(static state => ((Action)state!)(), work);

    /// <summary>Reads the context's state from another thread.</summary>
    public Task<T> AskAsync<T>(Func<T> read) => RunAsync(() => Task.FromResult(read()));

    /// <summary>
    /// Runs asynchronous work on the context and returns its result or exception. A context that failed or closed returns its failure.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = CompleteAsync(work, answer));
        await await Task.WhenAny(answer.Task, _failed.Task);
        return await answer.Task;
    }

    public Task RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return Done.Value;
    });

    /// <summary>Closes the queue and waits until the thread has finished the queued work.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
            _thread.Join();
        _failed.TrySetCanceled();
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.SetResult(await work());
        }
        catch (OperationCanceledException cancelled)
        {
            answer.TrySetCanceled(cancelled.CancellationToken);
        }
        catch (Exception failure)
        {
            answer.TrySetException(failure);
        }
    }

    private void Run()
    {
        SetSynchronizationContext(this);
        try
        {
            foreach ((SendOrPostCallback work, object? state) in _work.GetConsumingEnumerable())
                work(state);
        }
        catch (Exception broken)
        {
            _work.CompleteAdding();
            _failed.TrySetException(broken);
        }
    }
}
