using Grpc.Core;
using Platform.Domain;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>
/// Requests weight from the coordinator. After a missing answer no request is sent for some seconds; the caller uses
/// its own limits meanwhile. Thread-safe.
/// </summary>
/// <param name="callLimit">Real time to wait for an answer; 250 ms by default, because a request to the exchange waits for it.</param>
public sealed class WeightClient(Coordinator.CoordinatorClient coordinator, string process, TimeProvider realTime, TimeSpan? callLimit = null)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _callLimit = callLimit ?? TimeSpan.FromMilliseconds(250);

    private long _silentUntil = long.MinValue;

    /// <summary>Null when the coordinator does not answer.</summary>
    public async Task<WeightGrant?> AskAsync(WeightAsk ask, CancellationToken cancel)
    {
        if (realTime.GetTimestamp() < Interlocked.Read(ref _silentUntil))
            return null;
        try
        {
            TakeWeightReply reply = await coordinator.TakeWeightAsync(
                ToWire(ask), new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + _callLimit, cancellationToken: cancel));
            return new WeightGrant(reply.Granted ? reply.GrantedWeight : 0, reply.RetryAfterMs, reply.BlockedForMs);
        }
        catch (Exception away) when (away is RpcException or ObjectDisposedException)
        {
            cancel.ThrowIfCancellationRequested();
            Interlocked.Exchange(ref _silentUntil, realTime.GetTimestamp() + (long)(s_silence.TotalSeconds * realTime.TimestampFrequency));
            return null;
        }
    }

    private TakeWeightRequest ToWire(WeightAsk ask) => new()
    {
        Process = process,
        Pool = ask.Pool,
        Weight = ask.Weight,
        WeightMax = ask.WeightMax,
        RiskReducing = ask.RiskReducing,
        VenueUsed = ask.VenueUsed,
        VenueMinute = ask.Minute,
        BlockedForMs = ask.BlockedFor_ms,
    };
}
