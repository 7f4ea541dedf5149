using System.Collections.Concurrent;

namespace Platform.Venue.Gateway.Streams;

/// <summary>
/// The streams that have followers (topics). Connections join and leave on their own threads; publishers look up topics on the core's turn without a lock.
/// </summary>
internal sealed class TopicRegistry
{
    private static readonly FollowedStream[] None = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FollowedStream> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Symbol, StreamKind Kind), FollowedStream[]> _bySubject = new();
    private volatile FollowedStream[] _periodic = None;

    /// <summary>The topics with a fixed update interval.</summary>
    public FollowedStream[] Periodic => _periodic;

    /// <summary>The topics of one symbol and kind; the symbol of all-market streams is empty.</summary>
    public FollowedStream[] Of(string symbol, StreamKind kind) => _bySubject.TryGetValue((symbol, kind), out FollowedStream[]? topics) ? topics : None;

    public void Join(StreamName name, StreamFollower follower)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name.Text, out FollowedStream? topic))
            {
                _byName[name.Text] = topic = new FollowedStream(name);
                _bySubject.AddOrUpdate(Subject(name), [topic], (_, topics) => [.. topics, topic]);
                if (name.Cadence_ms > 0)
                    _periodic = [.. _periodic, topic];
            }

            if (!topic.Followers.Contains(follower))
                topic.Followers = [.. topic.Followers, follower];
        }
    }

    public void Leave(string name, StreamFollower follower)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out FollowedStream? topic))
                return;
            topic.Followers = [.. topic.Followers.Where(other => other != follower)];
            if (topic.Followers.Length > 0)
                return;
            _byName.Remove(name);
            FollowedStream[] left = [.. Of(Subject(topic.Name).Symbol, topic.Name.Kind).Where(other => other != topic)];
            if (left.Length == 0)
                _bySubject.TryRemove(Subject(topic.Name), out _);
            else
                _bySubject[Subject(topic.Name)] = left;
            _periodic = [.. _periodic.Where(other => other != topic)];
        }
    }

    /// <summary>Unsubscribes all followers of a stream, such as that of an expired listen key.</summary>
    public void Drop(string name)
    {
        lock (_gate)
        {
            foreach (StreamFollower follower in _byName.TryGetValue(name, out FollowedStream? topic) ? topic.Followers : [])
                Leave(name, follower);
        }
    }

    private static (string Symbol, StreamKind Kind) Subject(StreamName name) => (name.Symbol ?? "", name.Kind);
}
