using Platform.Primitives.Outcomes;

namespace Platform.Archives.Sources;

/// <summary>The number of attempts of a request and the pauses between them: a transient fault is retried after 1, 2, 4 … times the first pause.</summary>
internal sealed class RetryPolicy(int attemptsMax, TimeSpan firstPause, TimeProvider clock)
{
    /// <summary>Returns the first successful answer or permanent fault, or the fault of the last attempt.</summary>
    public async Task<Result<T>> RunAsync<T>(Func<Task<Result<T>>> request, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            Result<T> answer = await TryAsync(request, cancel);
            if (answer.IsOk || !answer.Fault.IsTransient)
                return answer;
            if (attempt == attemptsMax)
                return answer.Fault with { Message = $"{answer.Fault.Message} (tried {attempt} times)" };
            await Task.Delay(firstPause * Math.Pow(2, attempt - 1), clock, cancel);
        }
    }

    private static async Task<Result<T>> TryAsync<T>(Func<Task<Result<T>>> request, CancellationToken cancel)
    {
        try
        {
            return await request();
        }
        catch (Exception broken) when (!cancel.IsCancellationRequested && broken is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            return new Fault(FaultKind.Unavailable, $"the archive site does not answer: {broken.Message}", IsTransient: true);
        }
    }
}
