using System.Globalization;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Gateway.Streams;

/// <summary>The subscriptions of one client. Only streams of the connection's route are delivered. Changed by the client's reader; reading is thread-safe.</summary>
internal sealed class Subscriptions(StreamFollower follower, TopicRegistry topics, ListenKeyRegister listenKeys, int most, UnconfirmedFacts facts)
{
    private readonly List<string> _names = [];

    public StreamFollower Follower => follower;

    public UnconfirmedFacts Facts => facts;

    /// <summary>The subscribed stream names, in order of subscription.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_names)
                return [.. _names];
        }
    }

    /// <summary>Adds a subscription; returns false when the client already has the maximum number of streams.</summary>
    public bool Add(string text)
    {
        lock (_names)
        {
            if (_names.Contains(text, StringComparer.Ordinal))
                return true;
            if (_names.Count >= most)
                return false;
            _names.Add(text);
        }

        StreamName name = listenKeys.AccountOf(text) is { } account
            ? new StreamName(text, StreamKind.User, account.ToString(CultureInfo.InvariantCulture))
            : StreamName.Parse(text);

        // As at the exchange, the subscription of a stream of another route is acknowledged, but the stream is not delivered.
        bool publishes = name.Kind != StreamKind.Unknown && name.Category == follower.Address.Category;
        if (publishes && name.Kind == StreamKind.User && !facts.ListenKeyServesAll)
            topics.Drop(text);
        if (publishes)
            topics.Join(name, follower);
        return true;
    }

    public void Remove(string text)
    {
        lock (_names)
            _names.Remove(text);
        topics.Leave(text, follower);
    }

    /// <summary>Unsubscribes from every stream.</summary>
    public void Clear()
    {
        foreach (string name in Names)
            Remove(name);
    }
}
