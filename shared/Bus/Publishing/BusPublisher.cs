using System.Buffers;
using System.Text;
using Platform.Bus.Topics;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Publishing;

/// <summary>
/// Publishes the streams of a process on one socket. Thread-safe. A call does not wait for subscribers: the message is
/// passed to libzmq under a short lock. The process's composition root owns it.
/// </summary>
public sealed class BusPublisher : IDisposable
{
    private const int SubscriptionInterval_ms = 50;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_payload;

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly OutgoingFrame _frame;
    private readonly Dictionary<string, TopicCounter> _topics = new(StringComparer.Ordinal);
    private readonly SubscriptionView _subscriptions = new();
    private readonly PublisherSocket _socket;
    private readonly TimeProvider _clock;
    private readonly byte[] _name;
    private readonly Thread _thread;
    private long _published;
    private long _dropped;
    private long _overflows;
    private bool _stopping;

    private BusPublisher(PublisherSocket socket, BusPublisherOptions options, TimeProvider clock)
    {
        _socket = socket;
        _clock = clock;
        _name = Encoding.UTF8.GetBytes(options.Name);
        _frame = new OutgoingFrame(options.MaxMessageBytes);
        Session = UnixMicroseconds(TimeProvider.System);
        _thread = new Thread(FollowSubscriptions) { Name = $"bus out {options.Name}", IsBackground = true };
    }

    /// <summary>The bound endpoint, with the actual port in place of *.</summary>
    public string Endpoint => _socket.Endpoint;

    /// <summary>Start time in real Unix microseconds; it increases with every restart, also when platform time is virtual.</summary>
    public long Session { get; }

    public BusPublisherCounts Counts
    {
        get
        {
            lock (_gate)
                return new(_published, _dropped, _overflows);
        }
    }

    /// <summary>
    /// Binds the socket and starts to track subscriptions. Unavailable when the port is in use, Invalid for a malformed name or key,
    /// Denied for an address other than loopback without keys.
    /// </summary>
    public static Result<BusPublisher> Start(BusContext context, BusPublisherOptions options, TimeProvider clock)
    {
        int nameBytes = Encoding.UTF8.GetByteCount(options.Name);
        if (nameBytes is 0 or > MessageFrame.MaxNameBytes)
            return new Fault(FaultKind.Invalid, $"the name '{options.Name}' of the bus publisher has {nameBytes} bytes; expected 1 to {MessageFrame.MaxNameBytes}");
        if (options.Keys is null && !IsOnThisMachine(options.Endpoint))
            return new Fault(FaultKind.Denied, $"the bus cannot listen on {options.Endpoint} without CURVE keys, because other machines can reach it; use a loopback address such as tcp://127.0.0.1:5201");
        if (!PublisherSocket.Bind(context, options).TryGet(out PublisherSocket? socket, out Fault? fault))
            return fault;
        var publisher = new BusPublisher(socket, options, clock);
        publisher._thread.Start();
        return publisher;
    }

    /// <summary>True for ipc and inproc endpoints, and for tcp on a loopback address.</summary>
    private static bool IsOnThisMachine(string endpoint) =>
        !endpoint.StartsWith("tcp://", StringComparison.Ordinal)
        || (Uri.TryCreate(endpoint.Replace(":*", ":0", StringComparison.Ordinal), UriKind.Absolute, out Uri? address) && address.IsLoopback);

    /// <summary>Publishes a value. False when it is too large for a message: it is dropped and counted, and subscribers report a gap.</summary>
    /// <param name="exchangeTime_ms">Unix milliseconds of the exchange's event; 0 when there is none.</param>
    public bool Publish<T>(Topic<T> topic, T value, long exchangeTime_ms)
    {
        ArrayBufferWriter<byte> payload = t_payload ??= new ArrayBufferWriter<byte>(1024);
        payload.ResetWrittenCount();
        topic.Encode(value, payload);
        return Publish(topic.Name, payload.WrittenSpan, exchangeTime_ms);
    }

    /// <summary>Publishes encoded payload bytes, which are copied before the call returns.</summary>
    public bool Publish(string topic, ReadOnlySpan<byte> payload, long exchangeTime_ms)
    {
        long publishTime_us = UnixMicroseconds(_clock);
        lock (_gate)
        {
            Check.That(!_stopping, "the publisher is disposed and cannot publish");
            TopicCounter counter = CounterOf(topic);

            // A dropped message uses up its sequence number, so that every subscriber detects the loss as a gap.
            ulong sequence = ++counter.Sequence;
            Span<byte> frame = _frame.Of((long)counter.Head.Length + payload.Length);
            if (frame.IsEmpty)
            {
                _dropped++;
                return false;
            }

            counter.Head.CopyTo(frame);
            MessageFrame.Stamp(frame, counter.TopicBytes, sequence, exchangeTime_ms, publishTime_us);
            payload.CopyTo(frame[counter.Head.Length..]);
            return Send(frame);
        }
    }

    /// <summary>
    /// Waits, in real time, until a subscriber has subscribed to the topic; false at the time limit. A subscription becomes active shortly after
    /// the connection, and earlier messages are not delivered: call this first when the first message of a stream must arrive.
    /// </summary>
    public Task<bool> WaitForSubscriberAsync(string topic, TimeSpan limit, CancellationToken cancellation = default) =>
        _subscriptions.WaitAsync(topic, limit, cancellation);

    /// <summary>Closes the socket; libzmq continues to send queued messages until the linger time ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
        }

        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private static long UnixMicroseconds(TimeProvider clock) =>
        (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private TopicCounter CounterOf(string topic)
    {
        if (_topics.TryGetValue(topic, out TopicCounter? counter))
            return counter;
        byte[] name = Encoding.UTF8.GetBytes(topic);
        Check.That(TopicText.IsValid(name), $"topic '{topic}' has {name.Length} bytes; expected 1 to {TopicText.MaxBytes}, none of them zero");
        return _topics[topic] = new TopicCounter(name.Length, MessageFrame.Head(name, Session, _name));
    }

    private unsafe bool Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            switch (_socket.Send(bytes, frame.Length))
            {
                case Departure.SentExceptToSlow:
                    _overflows++;
                    break;
                case Departure.Ended:
                    _dropped++;
                    return false;
            }
        }

        _published++;
        return true;
    }

    private void FollowSubscriptions()
    {
        do
        {
            lock (_gate)
                _socket.ReadSubscriptions(_subscriptions);
        }
        while (!_stop.Wait(SubscriptionInterval_ms));

        lock (_gate)
            _socket.Dispose();
    }

    private sealed class TopicCounter(int topicBytes, byte[] head)
    {
        public readonly int TopicBytes = topicBytes;
        public readonly byte[] Head = head;
        public ulong Sequence;
    }
}
