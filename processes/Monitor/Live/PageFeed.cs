using Platform.Monitor.Rows;

namespace Platform.Monitor.Live;

/// <summary>Sends the parts that changed to every page, at most four times a second, each part as a whole.</summary>
internal sealed class PageFeed(MonitorView view, PageHub hub)
{
    private const int OrdersShown = 60;
    private const int RunsShown = 120;
    private const int CommandsShown = 20;
    private const int ParentsShown = 200;

    public PageHub Hub { get; } = hub;

    private int _changed;
    private volatile FillNotice? _newestFill;

    /// <summary>Marks a part as changed. Called by the feed's loop after it has changed a board.</summary>
    public void Mark(PageParts parts) => Interlocked.Or(ref _changed, (int)parts);

    /// <summary>Sends the marked parts; called on a timer of real time.</summary>
    public void SendChanges()
    {
        var parts = (PageParts)Interlocked.Exchange(ref _changed, 0);
        if (Hub.Count == 0)
            return;
        foreach (byte[] frame in Frames(parts))
            Hub.Send(frame);
    }

    public void SendPoint(EquityPoint point)
    {
        if (Hub.Count > 0)
            Hub.Send(PageHub.Frame("equity", PageJson.Bytes(point)));
    }

    /// <summary>Called by the feed's loop: pages receive a notice of the newest fill with the next changes.</summary>
    public void NoteFill(FillNotice fill)
    {
        _newestFill = fill;
        Mark(PageParts.Fills);
    }

    /// <summary>Every part in its current state, the first data of a page.</summary>
    public IEnumerable<byte[]> Everything() => Frames(PageParts.All);

    private IEnumerable<byte[]> Frames(PageParts parts)
    {
        if (parts.HasFlag(PageParts.Processes))
            yield return PageHub.Frame("processes", PageJson.Bytes(view.Processes()));
        if (parts.HasFlag(PageParts.Accounts))
            yield return PageHub.Frame("accounts", PageJson.Bytes(view.Accounts.Rows()));
        if (parts.HasFlag(PageParts.Accounts))
            yield return PageHub.Frame("positions", PageJson.Bytes(view.Accounts.Positions(null)));
        if (parts.HasFlag(PageParts.Orders))
            yield return PageHub.Frame("orders", PageJson.Bytes(view.Orders.Rows(null, null, OrdersShown)));
        if (parts.HasFlag(PageParts.Parents))
            yield return PageHub.Frame("parents", PageJson.Bytes(view.Parents.Rows(ParentsShown)));
        if (parts.HasFlag(PageParts.Runs))
            yield return PageHub.Frame("runs", PageJson.Bytes(view.Runs.Reply(RunsShown)));
        if (parts.HasFlag(PageParts.Commands))
            yield return PageHub.Frame("commands", PageJson.Bytes(view.Commands.Rows(null, CommandsShown)));
        if (parts.HasFlag(PageParts.Fills) && _newestFill is { } fill)
            yield return PageHub.Frame("fill", PageJson.Bytes(fill));
        if (parts.HasFlag(PageParts.Alerts))
            yield return PageHub.Frame("alerts", PageJson.Bytes(view.AlertRows()));
    }
}

/// <summary>Parts of the page that are sent as a whole.</summary>
[Flags]
internal enum PageParts
{
    None = 0,
    Processes = 1,
    Accounts = 2,
    Orders = 4,
    Runs = 8,
    Alerts = 16,
    Commands = 32,
    Parents = 64,
    Fills = 128,
    All = Processes | Accounts | Orders | Runs | Alerts | Commands | Parents,
}
