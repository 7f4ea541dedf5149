using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Streams;

/// <summary>One connection to market or user streams.</summary>
internal sealed class StreamConnection(Subscriptions subscriptions, int inboundPerSecond) : ISocketListener
{
    public int InboundPerSecond => inboundPerSecond;

    public int PingsPerSecond => 0;

    public bool PingsCount => subscriptions.Facts.PingsCount;

    public Subscriptions Subscriptions => subscriptions;

    public SocketSession Session => subscriptions.Follower.Session;

    public StreamAddress Address => subscriptions.Follower.Address;

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        byte[] answer = ControlMessage.Answer(subscriptions, text);
        Session.TrySend(FrameText.Build(FrameText.Text, answer));
        return ValueTask.CompletedTask;
    }
}
