using System.Text;
using System.Threading.Channels;
using Platform.Monitor.Live;
using Xunit;

namespace Platform.Monitor.Tests;

public class PageHubTests
{
    [Fact]
    public void A_page_beyond_the_limit_is_refused()
    {
        var hub = new PageHub(pagesMax: 1, queueEvents: 10);
        Assert.NotNull(hub.Open());
        Assert.Null(hub.Open());
    }

    [Fact]
    public void A_slow_page_is_disconnected_and_the_others_continue()
    {
        var hub = new PageHub(pagesMax: 2, queueEvents: 2);
        Channel<byte[]> slow = hub.Open()!, quick = hub.Open()!;
        for (int i = 0; i < 3; i++)
        {
            hub.Send([(byte)i]);
            Assert.True(quick.Reader.TryRead(out byte[]? frame));
            Assert.Equal([(byte)i], frame);
        }

        Assert.True(slow.Reader.TryRead(out _));
        Assert.True(slow.Reader.TryRead(out _));
        Assert.True(slow.Reader.Completion.IsCompletedSuccessfully);
        Assert.False(quick.Reader.Completion.IsCompleted);
    }

    [Fact]
    public void A_frame_is_one_server_sent_event() =>
        Assert.Equal("event: runs\ndata: {}\n\n", Encoding.UTF8.GetString(PageHub.Frame("runs", "{}"u8.ToArray())));
}
