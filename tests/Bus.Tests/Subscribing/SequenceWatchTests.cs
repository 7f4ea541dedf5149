using FsCheck;
using FsCheck.Fluent;
using Platform.Bus.Topics;
using Platform.Bus.Subscribing;
using Xunit;

namespace Platform.Bus.Tests.Subscribing;

public sealed class SequenceWatchTests
{
    [Fact]
    public void A_late_subscriber_starts_in_the_middle_without_a_gap()
    {
        var watch = new SequenceWatch("data", "bar.5m.BTCUSDT");
        Assert.Equal(SequenceVerdict.InOrder, Next(watch, session: 1, sequence: 100, out _));
        Assert.Equal(SequenceVerdict.InOrder, Next(watch, session: 1, sequence: 101, out _));
    }

    [Fact]
    public void A_restart_is_not_a_gap_when_its_first_message_is_seen()
    {
        var watch = new SequenceWatch("data", "t");
        Next(watch, 1, 100, out _);
        Assert.Equal(SequenceVerdict.InOrder, Next(watch, 2, 1, out _));
    }

    [Fact]
    public void A_restart_whose_first_messages_are_missing_is_a_gap()
    {
        var watch = new SequenceWatch("data", "t");
        Next(watch, 1, 100, out _);
        Assert.Equal(SequenceVerdict.AfterGap, Next(watch, 2, 4, out Gap gap));
        Assert.Equal(new Gap("data", "t", 2, 1, 3, IsRestart: true), gap);
    }

    [Fact]
    public void A_message_of_an_ended_session_is_stale()
    {
        var watch = new SequenceWatch("data", "t");
        Next(watch, 2, 1, out _);
        Assert.Equal(SequenceVerdict.Stale, Next(watch, 1, 7, out _));
        Assert.Equal(SequenceVerdict.Stale, Next(watch, 2, 1, out _));
        Assert.Equal(SequenceVerdict.InOrder, Next(watch, 2, 2, out _));
    }

    [Fact]
    public void Delivered_and_lost_together_are_everything_sent_after_the_first_delivered()
    {
        Gen<bool[]> deliveries = Gen.Elements(true, false).ArrayOf();
        Prop.ForAll(Arb.From(deliveries), delivered =>
        {
            var watch = new SequenceWatch("data", "t");
            ulong lost = 0, inOrder = 0, first = 0, last = 0;
            for (ulong sequence = 1; sequence <= (ulong)delivered.Length; sequence++)
            {
                if (!delivered[sequence - 1])
                    continue;
                first = first == 0 ? sequence : first;
                last = sequence;
                inOrder++;
                if (Next(watch, 1, sequence, out Gap gap) == SequenceVerdict.AfterGap)
                    lost += gap.Count;
            }

            return first == 0 || inOrder + lost == last - first + 1;
        }).QuickCheckThrowOnFailure();
    }

    private static SequenceVerdict Next(SequenceWatch watch, long session, ulong sequence, out Gap gap) =>
        watch.Next(new EnvelopeView(sequence, 0, 0, session, "data"u8), out gap);
}
