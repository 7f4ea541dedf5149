using Microsoft.Extensions.Logging;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;

namespace Platform.Data.Reference;

/// <summary>Retries while the exchange does not answer, for half a minute of real time; then the start fails with the last error.</summary>
internal sealed partial class StartRetryPolicy(TimeProvider realTime, ILogger log)
{
    private const int Tries = 60;

    public async Task<T> GetAsync<T>(Func<CancellationToken, Task<Result<T>>> read, CancellationToken cancel)
    {
        for (int tries = 1; ; tries++)
        {
            Result<T> result = await read(cancel);
            if (result.TryGet(out T? value, out Fault? fault))
                return value;
            if (tries == Tries || !fault.IsTransient)
                throw new StartFault(fault);
            if (tries == 1)
                Waiting(fault.Message);
            await Task.Delay(TimeSpan.FromMilliseconds(500), realTime, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The exchange does not answer yet ({Reason}); retrying for 30 s")]
    private partial void Waiting(string reason);
}
