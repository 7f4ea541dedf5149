using System.Threading.Channels;

namespace Platform.Monitor.Live;

/// <summary>Sends events to every connected page. A page that is too slow is disconnected and reloads; it never delays other pages.</summary>
internal sealed class PageHub(int pagesMax, int queueEvents)
{
    private readonly Lock _gate = new();
    private readonly List<Channel<byte[]>> _pages = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _pages.Count;
        }
    }

    /// <summary>
    /// A channel of frames for one page, or null when the number of pages is at its limit. The caller closes it with <see cref="Close"/>.
    /// </summary>
    public Channel<byte[]>? Open()
    {
        var page = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(queueEvents) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        lock (_gate)
        {
            if (_pages.Count >= pagesMax)
                return null;
            _pages.Add(page);
        }

        return page;
    }

    public void Close(Channel<byte[]> page)
    {
        lock (_gate)
            _pages.Remove(page);
        page.Writer.TryComplete();
    }

    public void Send(byte[] frame)
    {
        lock (_gate)
        {
            foreach (Channel<byte[]> page in _pages)
            {
                if (!page.Writer.TryWrite(frame))
                    page.Writer.TryComplete();
            }
        }
    }

    /// <summary>One server-sent event: name and one line of JSON.</summary>
    public static byte[] Frame(string name, byte[] json) => [.. "event: "u8, .. System.Text.Encoding.ASCII.GetBytes(name), .. "\ndata: "u8, .. json, .. "\n\n"u8];
}
