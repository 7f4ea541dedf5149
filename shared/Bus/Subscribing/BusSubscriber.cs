using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Platform.Bus.Topics;
using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Subscribing;

/// <summary>
/// Receives from publishers on one thread, which owns the socket, checks sequence numbers and calls the handlers. The process's
/// composition root owns it; any thread may subscribe.
/// </summary>
public sealed class BusSubscriber : IDisposable
{
    /// <summary>Maximum number of messages read before new subscriptions and a stop request are processed.</summary>
    private const int BatchMessages = 256;

    private readonly SubscriberSocket _socket;
    private readonly BusSubscriberOptions _options;
    private readonly ConcurrentQueue<TopicRoute> _newRoutes = new();
    private readonly List<TopicRoute> _routes = [];
    private readonly Dictionary<byte[], TopicStream> _streams = new(Utf8Key.Comparer);
    private readonly Dictionary<byte[], TopicStream>.AlternateLookup<ReadOnlySpan<byte>> _streamOf;
    private readonly TopicStream _unreadable = new("?");
    private readonly Thread _thread;
    private long _received;
    private long _dropped;
    private long _gaps;
    private long _lost;
    private long _malformed;
    private long _stale;
    private volatile bool _stopping;

    private BusSubscriber(SubscriberSocket socket, BusSubscriberOptions options)
    {
        _socket = socket;
        _options = options;
        _streamOf = _streams.GetAlternateLookup<ReadOnlySpan<byte>>();
        _thread = new Thread(Run) { Name = $"bus in {options.Name}", IsBackground = true };
    }

    public BusSubscriberCounts Counts => new(
        Volatile.Read(ref _received),
        Volatile.Read(ref _dropped),
        Volatile.Read(ref _gaps),
        Volatile.Read(ref _lost),
        Volatile.Read(ref _malformed),
        Volatile.Read(ref _stale));

    /// <summary>Connects, now or when a publisher becomes available, and starts the listening thread. Invalid for a malformed endpoint or key.</summary>
    public static Result<BusSubscriber> Start(BusContext context, BusSubscriberOptions options)
    {
        if (!SubscriberSocket.Connect(context, options).TryGet(out SubscriberSocket? socket, out Fault? fault))
            return fault;
        var subscriber = new BusSubscriber(socket, options);
        subscriber._thread.Start();
        return subscriber;
    }

    /// <summary>
    /// Delivers every message at or below the topic to the handler: "bar.5m" matches bar.5m and bar.5m.BTCUSDT, "" matches all.
    /// Takes effect within 50 ms of real time. Earlier messages are not replayed, so read a snapshot after the call.
    /// </summary>
    public void Subscribe(string topic, BusHandler handler) => _newRoutes.Enqueue(new TopicRoute(topic, handler));

    /// <summary>Delivers decoded values at or below the topic to the handler, on the listening thread.</summary>
    public void Subscribe<T>(Topic<T> topic, Action<Received<T>> handler) => Subscribe(
        topic.Name,
        (in BusMessage message) =>
        {
            if (TryDecode(topic, message, out T? value))
                handler(new Received<T>(message.Topic, message.Envelope, value!));
        });

    /// <summary>Delivers decoded values at or below the topic through a bounded channel; when it is full, the newest message is dropped and counted.</summary>
    public ChannelReader<Received<T>> Open<T>(Topic<T> topic, int capacity)
    {
        var channel = Channel.CreateBounded<Received<T>>(new BoundedChannelOptions(capacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
        Subscribe(topic, received =>
        {
            if (!channel.Writer.TryWrite(received))
                Interlocked.Increment(ref _dropped);
        });
        return channel.Reader;
    }

    /// <summary>Ends the listening thread, waits for a running handler, and closes the socket.</summary>
    public void Dispose()
    {
        _stopping = true;
        Check.That(Thread.CurrentThread != _thread, "a handler must not dispose its own subscriber");
        _thread.Join();
    }

    private void Run()
    {
        using (_socket)
        {
            ReceiveOutcome arrival = ReceiveOutcome.Nothing;
            while (!_stopping && arrival != ReceiveOutcome.Ended)
            {
                while (_newRoutes.TryDequeue(out TopicRoute? route))
                    Add(route);
                arrival = _socket.Receive(isWaiting: true);
                for (int taken = 1; arrival is ReceiveOutcome.Message or ReceiveOutcome.Malformed; taken++)
                {
                    Take(arrival);
                    if (taken == BatchMessages)
                        break;
                    arrival = _socket.Receive(isWaiting: false);
                }
            }
        }
    }

    private void Add(TopicRoute route)
    {
        _routes.Add(route);
        foreach (TopicStream stream in _streams.Values)
            stream.Route(_routes);
        _socket.Subscribe(route.Prefix);
    }

    private void Take(ReceiveOutcome arrival)
    {
        ReadOnlySpan<byte> frame = _socket.Frame;
        if (arrival == ReceiveOutcome.Malformed)
        {
            ReportMalformed(_unreadable, "it has several frames; expected one");
            return;
        }

        if (!MessageFrame.TryReadTopic(frame, out ReadOnlySpan<byte> topic))
        {
            ReportMalformed(_unreadable, "its topic does not end with a zero byte");
            return;
        }

        TopicStream stream = StreamOf(topic);
        if (stream.Handlers.Length == 0)
            return;
        if (MessageFrame.TryRead(frame, topic.Length, out EnvelopeView view, out ReadOnlySpan<byte> payload))
            Deliver(stream, view, payload);
        else
            ReportMalformed(stream, $"its envelope is not of version {MessageFrame.Version}");
    }

    private void Deliver(TopicStream stream, in EnvelopeView view, ReadOnlySpan<byte> payload)
    {
        SequenceWatch watch = stream.WatchOf(view.Publisher);
        switch (watch.Next(view, out Gap gap))
        {
            case SequenceVerdict.Stale:
                _stale++;
                return;
            case SequenceVerdict.AfterGap:
                _gaps++;
                _lost += (long)gap.Count;
                _options.OnGap?.Invoke(gap);
                break;
        }

        _received++;
        var envelope = new Envelope(watch.Publisher, view.Session, view.Sequence, view.ExchangeTime_ms, view.PublishTime_us);
        var message = new BusMessage(stream.Topic, envelope, payload);
        foreach (BusHandler handler in stream.Handlers)
            handler(message);
    }

    private TopicStream StreamOf(ReadOnlySpan<byte> topic)
    {
        if (_streamOf.TryGetValue(topic, out TopicStream? stream))
            return stream;

        // An unlimited number of topics must not exhaust the memory of this process: forget all topics and start again.
        if (_streams.Count >= _options.MaxTopics)
            _streams.Clear();
        stream = new TopicStream(Encoding.UTF8.GetString(topic));
        stream.Route(_routes);
        _streams.Add(topic.ToArray(), stream);
        return stream;
    }

    private bool TryDecode<T>(Topic<T> topic, in BusMessage message, out T? value)
    {
        try
        {
            value = topic.Decode(message.Payload);
            return true;
        }
        catch (Exception unreadable) when (unreadable is not CheckFailedException)
        {
            value = default;
            ReportMalformed(StreamOf(Encoding.UTF8.GetBytes(message.Topic)), $"its payload from {message.Envelope.Publisher} is not a {typeof(T).Name}: {unreadable.Message}");
            return false;
        }
    }

    private void ReportMalformed(TopicStream stream, string why)
    {
        _malformed++;
        if (stream.HasReportedFault)
            return;
        stream.HasReportedFault = true;
        _options.OnFault?.Invoke(new Fault(FaultKind.Invalid, $"a message on topic '{stream.Topic}' was not delivered: {why}. Publisher and subscriber must be of the same release. Further such messages on this topic are only counted."));
    }
}
