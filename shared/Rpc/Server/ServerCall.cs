using System.Buffers;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Platform.Rpc.Framing;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Server;

/// <summary>
/// One call on one HTTP/2 stream, from its headers to its trailers. The handler's task and the deadline's timer are
/// synchronised here; the first to finish determines the status.
/// </summary>
internal sealed partial class ServerCall
{
    private readonly IFeatureCollection _features;
    private readonly RpcServerOptions _options;
    private readonly IHttpRequestFeature _request;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _body;
    private readonly MessageReader _reader;
    private readonly MessageBuffer _buffer;
    private readonly Lock _gate = new();
    private bool _isWriting;
    private bool _isFinished;
    private bool _hasHeaders;
    private bool _hasMessages;
    private Task? _answered;

    public ServerCall(IFeatureCollection features, RpcServerOptions options)
    {
        _features = features;
        _options = options;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _reader = new MessageReader(features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, options.ReceiveBytesMax);
        _buffer = new MessageBuffer(options.SendBytesMax);
    }

    /// <summary>Refuses a request that is not gRPC with an HTTP status, and an unsupported encoding with the supported ones.</summary>
    public bool RefuseUnlessGrpc()
    {
        if (_request.Method != HttpMethods.Post)
        {
            _response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return true;
        }

        if (!HeaderNames.IsGrpc(_request.Headers.ContentType))
        {
            _response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return true;
        }

        _response.Headers.ContentType = HeaderNames.GrpcContentType;
        string? encoding = _request.Headers[HeaderNames.Encoding];
        if (encoding is null or HeaderNames.Identity)
            return false;
        _response.Headers[HeaderNames.AcceptEncoding] = HeaderNames.Identity;
        Finish(new Status(StatusCode.Unimplemented, $"grpc-encoding '{encoding}' is not supported; send '{HeaderNames.Identity}'."));
        return true;
    }

    /// <summary>Reads the only request of a call without request streaming.</summary>
    public async ValueTask<T> ReadOnlyRequestAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var message = await _reader.ReadAsync(marshaller, CancellationToken.None).ConfigureAwait(false);
        if (message is null)
            throw new RpcException(new Status(StatusCode.Internal, "The call has no request message; expected one."));
        if (_reader.HasMore())
            throw new RpcException(new Status(StatusCode.Internal, "The call has more than one request message; expected one."));
        return message;
    }

    /// <summary>The next request, or null after the last.</summary>
    public ValueTask<T?> ReadRequestAsync<T>(Marshaller<T> marshaller, CancellationToken cancel)
        where T : class => _reader.ReadAsync(marshaller, cancel.CanBeCanceled ? cancel : CancellationToken);

    /// <summary>Writes the response of a call without response streaming; it is sent together with the trailers.</summary>
    public void WriteOnlyResponse<T>(Marshaller<T> marshaller, T message)
    {
        if (Status.StatusCode != StatusCode.OK)
            return;
        BeginWrite();
        try
        {
            Append(marshaller, message);
        }
        finally
        {
            EndWrite();
        }
    }

    public async Task WriteResponseAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, CancellationToken cancel)
    {
        BeginWrite();
        try
        {
            Append(marshaller, message);
            if (options is null || !options.Flags.HasFlag(WriteFlags.BufferHint))
                await FlushAsync(cancel.CanBeCanceled ? cancel : CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndWrite();
        }
    }

    /// <summary>Ends the call once; later calls have no effect. When no byte was sent yet, the status is in the headers.</summary>
    public void Finish(Status status, Metadata? exceptionTrailers = null)
    {
        lock (_gate)
        {
            if (_isFinished)
                return;
            _isFinished = true;
        }

        WriteTrailers(status, exceptionTrailers);
    }

    /// <summary>Waits until the status sent at the deadline is written, so that the stream is not aborted before.</summary>
    public ValueTask WhenAnsweredAsync() => _answered is null ? ValueTask.CompletedTask : new ValueTask(_answered);

    private void WriteTrailers(Status status, Metadata? exceptionTrailers)
    {
        var trailers = _response.HasStarted || _hasMessages
            ? _features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : _response.Headers;
        try
        {
            AddMetadata(trailers, _trailers);
            AddMetadata(trailers, exceptionTrailers);
        }
        catch (RpcException unsendable)
        {
            status = unsendable.Status;
        }

        trailers[HeaderNames.Status] = StatusText.FormatCode(status.StatusCode);
        if (!string.IsNullOrEmpty(status.Detail))
            trailers[HeaderNames.Message] = StatusText.EncodeMessage(status.Detail);
    }

    private void Append<T>(Marshaller<T> marshaller, T message)
    {
        var frame = _buffer.Frame(marshaller, message);
        _hasMessages = true;
        _body.Writer.Write(frame.Span);
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        var flush = await _body.Writer.FlushAsync(cancel).ConfigureAwait(false);
        if (flush.IsCompleted || flush.IsCanceled)
            throw new OperationCanceledException("The caller has closed the call.");
    }

    private void BeginWrite()
    {
        lock (_gate)
        {
            if (_isFinished)
                throw new RpcException(EndedBecause() ?? Status.DefaultCancelled);
            if (_isWriting)
                throw new InvalidOperationException("The previous write has not ended; write one message at a time.");
            _isWriting = true;
        }
    }

    private void EndWrite()
    {
        lock (_gate)
            _isWriting = false;
    }

    private static void AddMetadata(IHeaderDictionary headers, Metadata? metadata)
    {
        if (metadata is null)
            return;
        foreach (var entry in metadata)
            if (!MetadataText.IsReserved(entry.Key))
                headers.Append(entry.Key, MetadataText.Format(entry));
    }
}
