using System.Threading.Channels;

namespace Platform.Monitor.Live;

/// <summary>Hands events to every connected page; a page that does not keep up is ended and reloads, it never slows the others.</summary>
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

    /// <summary>Frames for one page, or null when no more pages are taken. The caller closes it by <see cref="Close"/>.</summary>
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
