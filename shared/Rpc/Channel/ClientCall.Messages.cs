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

    /// <summary>Sends the one request.</summary>
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

    /// <summary>The one response of a call whose server does not stream.</summary>
    public async Task<TResponse> ReadOnlyResponseAsync()
    {
        var response = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (response is null)
            throw Failed(new Status(StatusCode.Internal, $"{method.FullName} answered OK without a message."));
        if (await ReadAsync(CancellationToken.None).ConfigureAwait(false) is not null)
            throw Failed(new Status(StatusCode.Internal, $"{method.FullName} answered with more than one message."));
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

    /// <summary>Why a write could not be made: the end of the call, once the response has arrived.</summary>
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

    /// <summary>True when messages may follow; false when the call has ended.</summary>
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
    /// A server may close a connection in order at any time. The runtime repeats a call that the server reports as not processed. It does
    /// not where the connection was closed between the choice of it and the first byte; nothing of the request has left then, and it is sent
    /// repeated here. All else may have been processed.
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

    /// <summary>No connection was made, so that another attempt would meet the same.</summary>
    private static bool IsUnreachable(HttpRequestException failure) => failure.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError;

    private async ValueTask<bool> ReadHeadersAsync(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK || !HeaderNames.IsGrpc(response.Content.Headers.ContentType?.ToString()))
        {
            var code = response.StatusCode == HttpStatusCode.OK ? StatusCode.Unknown : HttpMapping.FromHttpStatus(response.StatusCode);
            End(
                new Status(code, $"{Channel.Target} answered HTTP {(int)response.StatusCode} with content type '{response.Content.Headers.ContentType}', not gRPC."),
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
            End(new Status(StatusCode.Internal, $"{Channel.Target} answered with grpc-encoding '{encoding}', which was not offered."), Metadata.Empty);
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
