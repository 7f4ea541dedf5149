using System.Text;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>One client of a front.</summary>
internal sealed class FrontClient(IFrontProtocol protocol, FrontMarket market, SocketSession session, int number) : ISocketListener
{
    private readonly FrontTopics _topics = new(number);

    /// <summary>Virtual time of the last publication, or of the first after connecting.</summary>
    private long _sent_ms;

    public int InboundPerSecond => 0;

    public int PingsPerSecond => 0;

    public bool PingsCount => false;

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        foreach (string answer in protocol.Receive(Encoding.UTF8.GetString(text.Span), _topics, market))
            Send(FrontMessage.OfText(answer));
        return ValueTask.CompletedTask;
    }

    /// <summary>Publishes what is due; on the core's turn.</summary>
    public void Publish(long now_ms)
    {
        _sent_ms = _sent_ms == 0 ? now_ms : _sent_ms;
        _topics.ForEach((topic, memory) =>
        {
            FrontMessage? message = topic.Name.Length == 0 ? protocol.PublishAll(topic, memory, market, now_ms)
                : market.Find(topic.Name) is { } prices ? protocol.Publish(topic, memory, prices, now_ms) : null;
            SendAt(now_ms, message);
        });
        SendAt(now_ms, protocol.Idle(_sent_ms, now_ms));
    }

    private void SendAt(long now_ms, FrontMessage? message)
    {
        if (message is not { } due)
            return;
        _sent_ms = now_ms;
        Send(due);
    }

    private void Send(FrontMessage message) => session.TrySend(FrameText.Build(message.IsBinary ? FrameText.Binary : FrameText.Text, message.Bytes));
}

/// <summary>The clients of one front: they are served on the core's turn, after its prices moved.</summary>
internal sealed class FrontClients(FrontMarket market) : IExchangeSink
{
    private readonly Lock _gate = new();
    private volatile FrontClient[] _clients = [];
    private int _connected;

    public FrontMarket Market => market;

    public FrontClient Join(IFrontProtocol protocol, SocketSession session)
    {
        var client = new FrontClient(protocol, market, session, Interlocked.Increment(ref _connected));
        lock (_gate)
            _clients = [.. _clients, client];
        return client;
    }

    public void Leave(FrontClient client)
    {
        lock (_gate)
            _clients = [.. _clients.Where(other => other != client)];
    }

    public void TimeAdvanced(long now_ms)
    {
        market.Advance(now_ms);
        foreach (FrontClient client in _clients)
            client.Publish(now_ms);
    }
}
