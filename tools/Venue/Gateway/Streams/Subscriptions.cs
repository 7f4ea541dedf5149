using System.Globalization;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Gateway.Streams;

/// <summary>The streams one client follows, and the rule which of them speak to it. Changed by the client's reader, read by anyone.</summary>
internal sealed class Subscriptions(StreamFollower follower, TopicBoard board, ListenKeyRegister listenKeys, int most, UnconfirmedFacts facts)
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

    /// <summary>False when the client would follow more streams than allowed.</summary>
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

        // The rule of the split address space: a name outside its part is acknowledged and stays silent.
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

    /// <summary>Leaves every stream.</summary>
    public void Clear()
    {
        foreach (string name in Names)
            Remove(name);
    }
}
