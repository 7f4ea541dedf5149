using System.IO.Pipelines;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Grpc.Core;
using Platform.Rpc.Framing;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Channel;

/// <summary>One call with its messages: sends the request, reads the responses, and finds the status in headers or trailers.</summary>
internal sealed class ClientCall<TRequest, TResponse>(ChannelTransport channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, options)
    where TRequest : class
    where TResponse : class
{
    private const int AttemptsMax = 4;

    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 4096, leaveOpen: true);

    private Task<bool>? _started;
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _response;
    private MessageReader? _reader;

    public Method<TRequest, TResponse> Method => method;

    public int SendBytesMax => Channel.Options.SendBytesMax;

    public WriteOptions? WriteOptions => Options.WriteOptions;

    /// <summary>Starts the call with its only request.</summary>
    public void StartWith(TRequest request)
    {
        var buffer = new MessageBuffer(SendBytesMax);
        var content = new MessageContent(buffer);
        try
        {
            content.Frame = buffer.Frame(method.RequestMarshaller, request);
        }
        catch (RpcException unsendable)
        {
            content.Dispose();
            End(unsendable.Status, Metadata.Empty);
        }

        _started = StartAsync(content);
    }

    /// <summary>Opens the request stream.</summary>
    public RequestContent StartStream()
    {
        var content = new RequestContent();
        _started = StartAsync(content);
        return content;
    }

    /// <summary>Reads the only response of a call without response streaming.</summary>
    public async Task<TResponse> ReadOnlyResponseAsync()
    {
        var response = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (response is null)
            throw Failed(new Status(StatusCode.Internal, $"{method.FullName} returned OK without a message; expected one message."));
        if (await ReadAsync(CancellationToken.None).ConfigureAwait(false) is not null)
            throw Failed(new Status(StatusCode.Internal, $"{method.FullName} returned more than one message; expected one."));
        return response;
    }

    /// <summary>The next response, or null when the call ended with OK.</summary>
    /// <exception cref="RpcException">The call ended otherwise.</exception>
    public async ValueTask<TResponse?> ReadAsync(CancellationToken cancel)
    {
        using var onCancel = cancel.UnsafeRegister(static call => Cancel(call!), this);
        if (!await _started!.ConfigureAwait(false) || EndOrNull is not null)
            return NullIfOk(EndOrNull!);
        try
        {
            var response = await _reader!.ReadAsync(method.ResponseMarshaller, Token).ConfigureAwait(false);
            return response ?? NullIfOk(EndByHeaders(_response!.TrailingHeaders));
        }
        catch (Exception failure) when (failure is not RpcException || EndOrNull is null)
        {
            throw EndBy(failure).ToException();
        }
    }

    /// <summary>The exception for a failed write: the end of the call after the response has arrived.</summary>
    public async Task<RpcException> WriteFailedAsync(Exception failure)
    {
        await _started!.ConfigureAwait(false);
        if (EndOrNull is { } end)
            return end.ToException();
        return failure is OperationCanceledException && !Token.IsCancellationRequested || failure is IOException or ObjectDisposedException
            ? new RpcException(new Status(StatusCode.Cancelled, "The server has ended the call; read its response for the status.", failure))
            : EndBy(failure).ToException();
    }

    protected override void ReleaseTransport()
    {
        _response?.Dispose();
        _request?.Dispose();
    }

    /// <summary>Sends the request headers. True when messages can follow; false when the call has ended.</summary>
    private async Task<bool> StartAsync(HttpContent content)
    {
        try
        {
            if (EndOrNull is null)
            {
                _response = await SendAsync(content).ConfigureAwait(false);
                if (EndOrNull is null && await ReadHeadersAsync(_response).ConfigureAwait(false))
                    return true;
            }
        }
        catch (Exception failure)
        {
            EndBy(failure);
        }

        ReleaseTransport();
        content.Dispose();
        return false;
    }

    /// <summary>
    /// A server can close a connection gracefully at any time. The runtime repeats a call that the server reports as not processed. It does
    /// not repeat a call whose connection was closed before the first byte was sent; the server cannot have processed such a call, so it is
    /// repeated here. Any other call may have been processed and is not repeated.
    /// </summary>
    private async Task<HttpResponseMessage> SendAsync(HttpContent content)
    {
        for (var attempt = 1; ; attempt++)
        {
            _request = Channel.Request(method, host, Options, Timeout);
            try
            {
                return await Channel.SendAsync(_request, content, Token).ConfigureAwait(false);
            }
            catch (HttpRequestException closed) when (attempt < AttemptsMax && content is MessageContent { WasTaken: false } && !IsUnreachable(closed))
            {
                _request.Content = null;
            }
        }
    }

    /// <summary>True when no connection could be opened; a second attempt would fail as well.</summary>
    private static bool IsUnreachable(HttpRequestException failure) => failure.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError;

    private async ValueTask<bool> ReadHeadersAsync(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK || !HeaderNames.IsGrpc(response.Content.Headers.ContentType?.ToString()))
        {
            var code = response.StatusCode == HttpStatusCode.OK ? StatusCode.Unknown : HttpMapping.FromHttpStatus(response.StatusCode);
            End(
                new Status(code, $"{Channel.Target} returned HTTP {(int)response.StatusCode} with content type '{response.Content.Headers.ContentType}'; expected gRPC."),
                Metadata.Empty);
            return false;
        }

        if (response.Headers.Contains(HeaderNames.Status))
        {
            SetHeaders(Metadata.Empty);
            EndByHeaders(response.Headers);
            return false;
        }

        if (response.Headers.TryGetValues(HeaderNames.Encoding, out var encodings) && encodings.FirstOrDefault() is { } encoding and not HeaderNames.Identity)
        {
            End(new Status(StatusCode.Internal, $"{Channel.Target} returned grpc-encoding '{encoding}', which the client did not offer."), Metadata.Empty);
            return false;
        }

        SetHeaders(Collect(response.Headers));
        var stream = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        _reader = new MessageReader(PipeReader.Create(stream, PipeOptions), Channel.Options.ReceiveBytesMax);
        return true;
    }

    private static TResponse? NullIfOk(CallEnd end) => end.Status.StatusCode == StatusCode.OK ? null : throw end.ToException();

    private static Metadata Collect(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
            foreach (var value in values)
                MetadataText.AddTo(metadata, name, value);
        return metadata;
    }

    private CallEnd EndByHeaders(HttpResponseHeaders headers)
    {
        _reader?.Complete();
        if (!headers.NonValidated.TryGetValues(HeaderNames.Status, out var codes))
            return End(new Status(StatusCode.Internal, $"{Channel.Target} ended {method.FullName} without a grpc-status."), Collect(headers));
        var detail = headers.NonValidated.TryGetValues(HeaderNames.Message, out var messages) ? StatusText.DecodeMessage(messages.ToString()) : "";
        return End(new Status(StatusText.ParseCode(codes.ToString()), detail), Collect(headers));
    }

    private RpcException Failed(Status status)
    {
        var end = EndOrNull is { Status.StatusCode: StatusCode.OK } ok ? new CallEnd(status, ok.Trailers) : End(status, Metadata.Empty);
        return end.ToException();
    }

    private CallEnd EndBy(Exception failure) => failure switch
    {
        RpcException rpc => End(rpc.Status, rpc.Trailers),
        _ when Token.IsCancellationRequested => End(CancelledStatus(), Metadata.Empty),
        _ => End(HttpMapping.FromTransport(failure, Channel.Target), Metadata.Empty),
    };
}
