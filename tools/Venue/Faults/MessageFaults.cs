using System.Text;
using Platform.Venue.Streams;

namespace Platform.Venue.Faults;

/// <summary>Stands between a stream message and its client: drops, doubles, swaps or delays it as the plan says. Called on the core's turn.</summary>
internal sealed class MessageFaults(FaultPlan plan, TimeProvider real)
{
    public void Deliver(StreamFollower follower, byte[] frame)
    {
        FaultRule? rule = plan.IsEmpty || !plan.ConcernsMessages ? null : plan.StrikeMessage($"{follower.Address.Path} {Encoding.UTF8.GetString(frame)}");
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

    private void Later(StreamFollower follower, byte[] frame, int delay_ms)
    {
        // The timer keeps itself alive through its own callback until it has fired once.
        ITimer? timer = null;
        timer = real.CreateTimer(_ =>
        {
            follower.Session.TrySend(frame);
            timer?.Dispose();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, delay_ms)), Timeout.InfiniteTimeSpan);
    }
}
