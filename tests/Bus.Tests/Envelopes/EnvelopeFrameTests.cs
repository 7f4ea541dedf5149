using Platform.Bus.Envelopes;
using Xunit;

namespace Platform.Bus.Tests.Envelopes;

public sealed class EnvelopeFrameTests
{
    [Fact]
    public void The_layout_is_frozen()
    {
        var frame = new byte[EnvelopeFrame.MaxBytes];
        int length = EnvelopeFrame.Write(frame, sequence: 0x0102030405060708, exchangeTime_ms: 1_766_362_500_000, publishTime_us: 1_766_362_500_000_123, session: 7, "data"u8);
        Assert.Equal(
            "01" + "0807060504030201" + "A0CB68439B010000" + "7B695B517F460600" + "0700000000000000" + "04" + "64617461",
            Convert.ToHexString(frame, 0, length));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var frame = new byte[EnvelopeFrame.MaxBytes];
        int length = EnvelopeFrame.Write(frame, ulong.MaxValue, -1, long.MinValue, 42, "executor.main"u8);
        Assert.True(EnvelopeFrame.TryRead(frame.AsSpan(0, length), out EnvelopeView view));
        Assert.Equal((ulong.MaxValue, -1L, long.MinValue, 42L), (view.Sequence, view.ExchangeTime_ms, view.PublishTime_us, view.Session));
        Assert.True(view.Publisher.SequenceEqual("executor.main"u8));
    }

    [Fact]
    public void Another_version_or_a_cut_frame_is_refused()
    {
        var frame = new byte[EnvelopeFrame.MaxBytes];
        int length = EnvelopeFrame.Write(frame, 1, 2, 3, 4, "data"u8);
        for (int cut = 0; cut < length; cut++)
            Assert.False(EnvelopeFrame.TryRead(frame.AsSpan(0, cut), out _));
        frame[0]++;
        Assert.False(EnvelopeFrame.TryRead(frame.AsSpan(0, length), out _));
    }
}
