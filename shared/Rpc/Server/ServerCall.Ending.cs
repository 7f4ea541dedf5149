using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Server;

/// <summary>Ends a call before its handler ends: deadline, cancellation by the caller, or stop of the server.</summary>
internal sealed partial class ServerCall
{
    private const int Http2Cancel = 8;

    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(40);

    private DateTime _deadline = DateTime.MaxValue;
    private ITimer? _timer;
    private CancellationToken _stopping;
    private CancellationTokenSource? _cancel;
    private CancellationTokenRegistration _onAborted;
    private CancellationTokenRegistration _onStopping;
    private volatile bool _isPastDeadline;

    /// <summary>Starts the deadline's timer from the grpc-timeout header.</summary>
    /// <exception cref="RpcException">Internal: the header is not a timeout.</exception>
    public void Begin(CancellationToken stopping)
    {
        _stopping = stopping;
        if (stopping.CanBeCanceled)
            CancelSource();
        string? text = _request.Headers[HeaderNames.Timeout];
        if (text is null)
            return;
        if (!TimeoutText.TryParse(text, out var timeout))
            throw new RpcException(new Status(StatusCode.Internal, $"grpc-timeout '{text}' is malformed; expected at most eight digits and one unit of H, M, S, m, u or n."));
        var now = _options.Time.GetUtcNow();
        _deadline = timeout < DateTimeOffset.MaxValue - now ? (now + timeout).UtcDateTime : DateTime.MaxValue;
        _timer = _options.Time.CreateTimer(
            static call => ((ServerCall)call!).PassDeadline(), this, timeout < TimerMax ? timeout : TimerMax, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The status of an early end; null when only the handler can have ended the call.</summary>
    public Status? EndedBecause()
    {
        if (_isPastDeadline)
            return new Status(StatusCode.DeadlineExceeded, "The deadline passed before the handler ended.");
        if (_stopping.IsCancellationRequested)
            return new Status(StatusCode.Unavailable, "The server is stopping.");
        return RequestAborted.IsCancellationRequested ? new Status(StatusCode.Cancelled, "The caller cancelled or its connection was lost.") : null;
    }

    /// <summary>Releases buffers and registrations after the handler has ended.</summary>
    public void Release()
    {
        _timer?.Dispose();
        _onAborted.Dispose();
        _onStopping.Dispose();
        lock (_gate)
        {
            _isFinished = true;
            _buffer.Release();
        }
    }

    private CancellationToken RequestAborted => _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    /// <summary>Created on first use, because most unary handlers do not use their token.</summary>
    private CancellationTokenSource CancelSource()
    {
        lock (_gate)
        {
            if (_cancel is not null)
                return _cancel;
            _cancel = new CancellationTokenSource();
            if (_isPastDeadline)
                _cancel.Cancel();
        }

        _onAborted = RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cancel);
        _onStopping = _stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cancel);
        return _cancel;
    }

    /// <summary>
    /// Sends the status instead of the handler and cancels the handler. It cannot wait for a write in progress, because the caller may
    /// have stopped reading; the stream is then reset.
    /// </summary>
    private void PassDeadline()
    {
        CancellationTokenSource? cancel;
        lock (_gate)
        {
            if (_isFinished)
                return;
            _isFinished = true;
            _isPastDeadline = true;
            cancel = _cancel;
            if (_isWriting)
            {
                _features.Get<IHttpResetFeature>()?.Reset(Http2Cancel);
            }
            else
            {
                WriteTrailers(EndedBecause()!.Value, null);
                _answered = _body.CompleteAsync();
            }
        }

        cancel?.Cancel();
    }
}
