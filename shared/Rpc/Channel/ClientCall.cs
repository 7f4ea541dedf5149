using Grpc.Core;

namespace Platform.Rpc.Channel;

/// <summary>
/// The part of one call that is independent of its message types: deadline, cancellation, headers and end.
/// A call ends once; the first of reader, caller and deadline determines its status.
/// </summary>
internal abstract class ClientCall
{
    public static readonly Func<object, Task<Metadata>> ResponseHeaders = static call => ((ClientCall)call).ResponseHeadersAsync();
    public static readonly Func<object, Status> GetStatus = static call => ((ClientCall)call).Ended().Status;
    public static readonly Func<object, Metadata> GetTrailers = static call => ((ClientCall)call).Ended().Trailers;
    public static readonly Action<object> Cancel = static call => ((ClientCall)call).CancelByCaller();

    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationTokenRegistration _onCaller;
    private readonly CancellationTokenRegistration _onClose;
    private readonly CancellationTokenRegistration _onCancel;
    private Metadata? _headers;
    private TaskCompletionSource<Metadata>? _headersWanted;
    private CallEnd? _end;
    private volatile bool _isCancelledByCaller;

    protected ClientCall(ChannelTransport channel, IMethod method, CallOptions options)
    {
        Channel = channel;
        Options = options;
        var time = channel.Options.Time;
        var isUnary = method.Type == MethodType.Unary;
        Timeout = options.Deadline switch
        {
            null => isUnary ? channel.Options.UnaryDeadline : channel.Options.StreamDeadline,
            { } never when never == DateTime.MaxValue => System.Threading.Timeout.InfiniteTimeSpan,
            { } deadline => Max(deadline.ToUniversalTime() - time.GetUtcNow().UtcDateTime, TimeSpan.Zero),
        };
        _cancel = Timeout == TimeSpan.Zero ? new CancellationTokenSource() : new CancellationTokenSource(Timeout < TimerMax ? Timeout : TimerMax, time);
        Token = _cancel.Token;
        if (Timeout == TimeSpan.Zero)
            _cancel.Cancel();
        _onCaller = options.CancellationToken.UnsafeRegister(static call => ((ClientCall)call!).CancelByCaller(), this);
        _onClose = channel.Closing.UnsafeRegister(static call => ((ClientCall)call!).CancelByCaller(), this);
        _onCancel = Token.UnsafeRegister(static call => ((ClientCall)call!).End(((ClientCall)call!).CancelledStatus(), Metadata.Empty), this);
    }

    /// <summary>Cancelled when the caller cancels or the deadline passes.</summary>
    public CancellationToken Token { get; }

    protected ChannelTransport Channel { get; }

    protected CallOptions Options { get; }

    /// <summary>Time until the deadline; infinite only when the caller set <see cref="DateTime.MaxValue"/>.</summary>
    protected TimeSpan Timeout { get; }

    protected CallEnd? EndOrNull => Volatile.Read(ref _end);

    /// <exception cref="RpcException">The call has ended; the exception contains its status.</exception>
    public void ThrowIfEnded()
    {
        if (EndOrNull is { } end)
            throw end.ToException();
    }

    /// <summary>The status of a cancelled wait.</summary>
    public Status CancelledStatus() =>
        _isCancelledByCaller
            ? new Status(StatusCode.Cancelled, "The caller cancelled the call or closed its channel.")
            : new Status(StatusCode.DeadlineExceeded, $"No answer from {Channel.Target} within {Timeout.TotalMilliseconds:0} ms.");

    /// <summary>Releases the resources of the transport; called once, at the end.</summary>
    protected abstract void ReleaseTransport();

    protected void SetHeaders(Metadata headers)
    {
        lock (_gate)
        {
            _headers = headers;
            _headersWanted?.TrySetResult(headers);
        }
    }

    /// <summary>Ends the call. Only the first call sets the end; later calls return it.</summary>
    protected CallEnd End(Status status, Metadata trailers)
    {
        var end = new CallEnd(status, trailers);
        lock (_gate)
        {
            if (_end is not null)
                return _end;
            Volatile.Write(ref _end, end);
            if (_headers is null)
                _headersWanted?.TrySetException(end.ToException());
        }

        _onCaller.Unregister();
        _onClose.Unregister();
        _onCancel.Unregister();
        ReleaseTransport();
        _cancel.Dispose();
        return end;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void CancelByCaller()
    {
        if (EndOrNull is not null)
            return;
        _isCancelledByCaller = true;
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return; // The call ended first.
        }
    }

    private Task<Metadata> ResponseHeadersAsync()
    {
        lock (_gate)
        {
            if (_headers is not null)
                return Task.FromResult(_headers);
            if (_end is not null)
                return Task.FromException<Metadata>(_end.ToException());
            _headersWanted ??= new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _headersWanted.Task;
        }
    }

    private CallEnd Ended() => EndOrNull ?? throw new InvalidOperationException("The call has not ended; read its response first.");
}

/// <summary>The status and trailers of an ended call.</summary>
internal sealed record CallEnd(Status Status, Metadata Trailers)
{
    public RpcException ToException() => new(Status, Trailers);
}
