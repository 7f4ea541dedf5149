using System.Text;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Injects the faults of stream messages: drops, duplicates, reorders or delays messages. Called on the core's turn.</summary>
internal sealed class MessageFaults(FaultPlan plan, TimeProvider real) : IExchangeSink
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(StreamFollower Follower, byte[] Frame), (long Due, long Number)> _late = new();
    private ITimer? _timer;
    private long _delayed;
    private long _now_ms;

    public void TimeAdvanced(long now_ms) => _now_ms = now_ms;

    /// <param name="stream">The name of the stream, because raw payloads do not contain it.</param>
    public void Deliver(StreamFollower follower, string stream, byte[] frame)
    {
        FaultRule? rule = plan.IsEmpty || !plan.ConcernsMessages ? null : plan.InjectMessage($"{follower.Address.Path} {stream} {Encoding.UTF8.GetString(frame)}", _now_ms);
        byte[]? held = follower.Held;
        if (rule?.Type == FaultType.ReorderMessage && held is null)
        {
            follower.Held = frame;
            return;
        }

        follower.Held = null;
        switch (rule?.Type)
        {
            case FaultType.DropMessage:
                break;
            case FaultType.SilentSocket:
                follower.Session.StopSending();
                break;
            case FaultType.DelayMessage:
                Later(follower, frame, rule.Delay_ms);
                break;
            case FaultType.DuplicateMessage:
                follower.Session.TrySend(frame);
                follower.Session.TrySend(frame);
                break;
            default:
                follower.Session.TrySend(frame);
                break;
        }

        if (held is not null)
            follower.Session.TrySend(held);
    }

    /// <summary>Queues a message for later delivery; messages with the same delay keep their order.</summary>
    private void Later(StreamFollower follower, byte[] frame, int delay_ms)
    {
        long due = real.GetTimestamp() + (long)(Math.Max(0, delay_ms) * (real.TimestampFrequency / 1000.0));
        lock (_gate)
        {
            _late.Enqueue((follower, frame), (due, _delayed++));
            _timer ??= real.CreateTimer(_ => SendDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Wake();
        }
    }

    private void SendDue()
    {
        lock (_gate)
        {
            while (_late.TryPeek(out (StreamFollower Follower, byte[] Frame) first, out (long Due, long) at) && at.Due <= real.GetTimestamp())
            {
                _late.Dequeue();
                first.Follower.Session.TrySend(first.Frame);
            }

            Wake();
        }
    }

    private void Wake()
    {
        if (_late.TryPeek(out _, out (long Due, long) next))
            _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, real.GetElapsedTime(real.GetTimestamp(), next.Due).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
