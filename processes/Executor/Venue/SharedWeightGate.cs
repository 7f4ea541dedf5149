using Grpc.Core;
using Platform.Primitives.Outcomes;
using Platform.Venues.Binance.Limits;
using Platform.Wire.V1;

namespace Platform.Executor.Venue;

/// <summary>
/// Takes weight from the coordinator's budget, which all processes behind one address share, after the account's own bounds.
/// When the coordinator does not answer, the own bounds alone decide: an order must not wait for a process that is down.
/// </summary>
internal sealed class SharedWeightGate(LocalWeightGate own, Coordinator.CoordinatorClient coordinator, string process, TimeProvider realTime) : IWeightGate
{
    private static readonly TimeSpan s_callLimit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);

    private long _silentUntil;

    public async ValueTask<Result<Done>> TakeAsync(RequestCost cost, CancellationToken cancel)
    {
        Result<Done> taken = await own.TakeAsync(cost, cancel);
        if (!taken.IsOk || cost.Weight == 0)
            return taken;
        for (long started = realTime.GetTimestamp(); realTime.GetElapsedTime(started) < s_longestWait;)
        {
            long wait_ms = await AskAsync(cost, cancel);
            if (wait_ms <= 0)
                return Done.Value;
            await Task.Delay(TimeSpan.FromMilliseconds(wait_ms), realTime, cancel);
        }

        return new Fault(FaultKind.Exhausted, $"the shared budget had no room for weight {cost.Weight} for {s_longestWait.TotalSeconds:0} s", IsTransient: true);
    }

    public void Observe(int usedWeight) => own.Observe(usedWeight);

    public void Block(TimeSpan span) => own.Block(span);

    /// <summary>0 when granted or nobody answers, else real ms to wait.</summary>
    private async Task<long> AskAsync(RequestCost cost, CancellationToken cancel)
    {
        if (realTime.GetTimestamp() < Interlocked.Read(ref _silentUntil))
            return 0;
        try
        {
            var request = new TakeWeightRequest { Process = process, Weight = cost.Weight, RiskReducing = cost.RiskReducing, Pool = "binance" };
            TakeWeightReply reply = await coordinator.TakeWeightAsync(request, new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel));
            return reply.Granted ? 0 : Math.Clamp(reply.RetryAfterMs, 5, 5_000);
        }
        catch (RpcException)
        {
            cancel.ThrowIfCancellationRequested();
            Interlocked.Exchange(ref _silentUntil, realTime.GetTimestamp() + (long)(s_silence.TotalSeconds * realTime.TimestampFrequency));
            return 0;
        }
    }
}
