using System.Buffers;
using System.Text;
using Platform.Bus.Envelopes;
using Platform.Bus.Native;
using Platform.Bus.Sockets;
using Platform.Bus.Topics;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Publishing;

/// <summary>
/// Publishes a process's streams on one socket. Any thread may publish and never waits for a subscriber: messages pass
/// through a bounded queue to the one thread that owns the socket. The process's composition root owns it.
/// </summary>
public sealed class BusPublisher : IDisposable
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_payload;

    private readonly object _gate = new();
    private readonly OutgoingQueue _queue;
    private readonly Dictionary<string, TopicCounter> _topics = new(StringComparer.Ordinal);
    private readonly SubscriptionView _subscriptions = new();
    private readonly PublisherSocket _socket;
    private readonly TimeProvider _clock;
    private readonly byte[] _name;
    private readonly Thread _thread;
    private long _published;
    private long _dropped;
    private long _sent;
    private bool _stopping;

    private BusPublisher(PublisherSocket socket, BusPublisherOptions options, TimeProvider clock)
    {
        _socket = socket;
        _clock = clock;
        _name = Encoding.UTF8.GetBytes(options.Name);
        _queue = new OutgoingQueue(options.QueueBytes);
        Session = UnixMicroseconds(TimeProvider.System);
        _thread = new Thread(Run) { Name = $"bus out {options.Name}", IsBackground = true };
    }

    /// <summary>The endpoint listened on, with the port that * became.</summary>
    public string Endpoint => _socket.Endpoint;

    /// <summary>Real Unix microseconds of the start: greater after every restart, also when platform time is virtual.</summary>
    public long Session { get; }

    public BusPublisherCounts Counts
    {
        get
        {
            lock (_gate)
                return new(_published, _sent, _dropped);
        }
    }

    /// <summary>Listens and starts the sending thread. Unavailable when the port is taken, Invalid on a bad name or key.</summary>
    public static Result<BusPublisher> Start(BusContext context, BusPublisherOptions options, TimeProvider clock)
    {
        int nameBytes = Encoding.UTF8.GetByteCount(options.Name);
        if (nameBytes is 0 or > EnvelopeFrame.MaxNameBytes)
            return new Fault(FaultKind.Invalid, $"the bus publisher's name '{options.Name}' has {nameBytes} bytes; expected 1 to {EnvelopeFrame.MaxNameBytes}");
        if (!PublisherSocket.Bind(context, options).TryGet(out PublisherSocket? socket, out Fault? fault))
            return fault;
        var publisher = new BusPublisher(socket, options, clock);
        publisher._thread.Start();
        return publisher;
    }

    /// <summary>Publishes a value. False when the queue was full: dropped, counted, and a gap downstream.</summary>
    /// <param name="exchangeTime_ms">Unix milliseconds of the exchange's event, 0 where there is none.</param>
    public bool Publish<T>(Topic<T> topic, T value, long exchangeTime_ms)
    {
        ArrayBufferWriter<byte> payload = t_payload ??= new ArrayBufferWriter<byte>(1024);
        payload.ResetWrittenCount();
        topic.Encode(value, payload);
        return Publish(topic.Name, payload.WrittenSpan, exchangeTime_ms);
    }

    /// <summary>Publishes ready payload bytes, which are copied before the call returns.</summary>
    public bool Publish(string topic, ReadOnlySpan<byte> payload, long exchangeTime_ms)
    {
        long publishTime_us = UnixMicroseconds(_clock);
        lock (_gate)
        {
            Check.That(!_stopping, "nothing is published after the publisher was disposed");
            TopicCounter counter = CounterOf(topic);

            // A dropped message keeps its number, so that every subscriber sees the loss as a gap.
            ulong sequence = ++counter.Sequence;
            Span<byte> frames = _queue.Reserve(counter.Name.Length, EnvelopeFrame.NameAt + _name.Length, payload.Length);
            if (frames.IsEmpty)
            {
                _dropped++;
                return false;
            }

            counter.Name.CopyTo(frames);
            int envelopeBytes = EnvelopeFrame.Write(frames[counter.Name.Length..], sequence, exchangeTime_ms, publishTime_us, Session, _name);
            payload.CopyTo(frames[(counter.Name.Length + envelopeBytes)..]);
            _published++;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>
    /// Waits, in real time, until some subscriber wants the topic; false at the limit. A subscription takes a moment after
    /// its connection, and what is published before it is never delivered: a stream whose first message matters waits here.
    /// </summary>
    public Task<bool> WaitForSubscriberAsync(string topic, TimeSpan limit, CancellationToken cancellation = default) =>
        _subscriptions.WaitAsync(topic, limit, cancellation);

    /// <summary>Sends what is queued, waits at most the linger time for it to leave, and closes the socket.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private static long UnixMicroseconds(TimeProvider clock) =>
        (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private TopicCounter CounterOf(string topic)
    {
        if (_topics.TryGetValue(topic, out TopicCounter? counter))
            return counter;
        byte[] name = Encoding.UTF8.GetBytes(topic);
        Check.That(name.Length is > 0 and <= TopicText.MaxBytes, $"topic '{topic}' has {name.Length} bytes; expected 1 to {TopicText.MaxBytes}");
        return _topics[topic] = new TopicCounter(name);
    }

    private void Run()
    {
        using (_socket)
        {
            while (TakeBatch(out ReadOnlySpan<byte> batch))
            {
                int messages = _socket.Send(batch);
                lock (_gate)
                    _sent += messages;
                _socket.ReadSubscriptions(_subscriptions);
            }
        }
    }

    /// <summary>False when stopped and empty. An empty batch is the time to look at subscriptions.</summary>
    private bool TakeBatch(out ReadOnlySpan<byte> batch)
    {
        lock (_gate)
        {
            if (_queue.IsEmpty && !_stopping)
                Monitor.Wait(_gate, PublisherSocket.SubscriptionInterval_ms);
            bool goesOn = !_queue.IsEmpty || !_stopping;
            batch = _queue.Take();
            return goesOn;
        }
    }

    private sealed class TopicCounter(byte[] name)
    {
        public readonly byte[] Name = name;
        public ulong Sequence;
    }
}
