using System.Text;
using Platform.Bus.Topics;

namespace Platform.Bus.Subscribing;

/// <summary>One received topic: its text, its handlers, and the tracked publishers.</summary>
internal sealed class TopicStream(string topic)
{
    private const int MaxPublishers = 64;

    private readonly List<SequenceWatch> _watches = new(1);

    public string Topic { get; } = topic;

    public BusHandler[] Handlers { get; private set; } = [];

    /// <summary>True after a malformed message of this topic was reported.</summary>
    public bool HasReportedFault { get; set; }

    public void Route(IEnumerable<TopicRoute> routes) =>
        Handlers = [.. routes.Where(route => TopicText.IsAtOrBelow(Topic, route.Prefix)).Select(route => route.Handler)];

    /// <summary>The sequence watch of a publisher on this topic; the oldest watch is dropped when there are too many.</summary>
    public SequenceWatch WatchOf(ReadOnlySpan<byte> publisherUtf8)
    {
        foreach (SequenceWatch watch in _watches)
        {
            if (watch.IsOf(publisherUtf8))
                return watch;
        }

        if (_watches.Count == MaxPublishers)
            _watches.RemoveAt(0);
        var added = new SequenceWatch(Encoding.UTF8.GetString(publisherUtf8), Topic);
        _watches.Add(added);
        return added;
    }
}

/// <summary>A subscription: the handler receives messages at or below the prefix.</summary>
internal sealed record TopicRoute(string Prefix, BusHandler Handler);
