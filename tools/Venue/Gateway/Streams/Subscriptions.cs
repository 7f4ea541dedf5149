using System.Globalization;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Gateway.Streams;

/// <summary>The subscriptions of one client, and the rule which of them are delivered. Changed by the client's reader, read by any thread.</summary>
internal sealed class Subscriptions(StreamFollower follower, TopicRegistry board, ListenKeyRegister listenKeys, int most, UnconfirmedFacts facts)
{
    private readonly List<string> _names = [];

    public StreamFollower Follower => follower;

    public UnconfirmedFacts Facts => facts;

    /// <summary>The names subscribed, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_names)
                return [.. _names];
        }
    }

    /// <summary>False when the client would exceed the number of streams.</summary>
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

        // A stream of another route is acknowledged and not delivered, as at the exchange.
        bool publishes = name.Kind != StreamKind.Unknown && name.Category == follower.Address.Category;
        if (publishes && name.Kind == StreamKind.User && !facts.ListenKeyServesAll)
            board.Drop(text);
        if (publishes)
            board.Join(name, follower);
        return true;
    }

    public void Remove(string text)
    {
        lock (_names)
            _names.Remove(text);
        board.Leave(text, follower);
    }

    /// <summary>Unsubscribes from every stream.</summary>
    public void Clear()
    {
        foreach (string name in Names)
            Remove(name);
    }
}
