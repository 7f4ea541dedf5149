namespace Platform.Venue.Gateway.Fronts;

/// <summary>One subscription of one client.</summary>
/// <param name="Channel">As the protocol names it, with its options.</param>
internal sealed record FrontTopic(string Channel, string Name);

/// <summary>What was last published on one subscription. Used on the core's turn.</summary>
internal sealed class FrontMemory
{
    public FrontBook? Sent { get; set; }

    public long Sequence { get; set; } = -1;

    /// <summary>Virtual time of the last publication.</summary>
    public long Sent_ms { get; set; } = long.MinValue / 2;
}

/// <summary>The subscriptions of one client: changed by its reader, published on the core's turn.</summary>
/// <param name="number">Of the client, from 1 in order of connecting.</param>
internal sealed class FrontTopics(int number)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FrontTopic, FrontMemory> _topics = [];

    public int Number => number;

    /// <summary>False when it is subscribed already.</summary>
    public bool Add(FrontTopic topic)
    {
        lock (_gate)
            return _topics.TryAdd(topic, new FrontMemory());
    }

    /// <summary>False when it is not subscribed.</summary>
    public bool Remove(FrontTopic topic)
    {
        lock (_gate)
            return _topics.Remove(topic);
    }

    /// <summary>Calls for every subscription, none of which ends meanwhile.</summary>
    public void ForEach(Action<FrontTopic, FrontMemory> publish)
    {
        lock (_gate)
        {
            foreach ((FrontTopic topic, FrontMemory memory) in _topics)
                publish(topic, memory);
        }
    }
}
