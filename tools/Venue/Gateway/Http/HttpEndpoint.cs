using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Http;

/// <summary>Converts HTTP requests of Kestrel to calls and their results to responses, and passes WebSocket requests to the socket endpoint.</summary>
internal sealed partial class HttpEndpoint(RouteTable routes, ApiGate gate, FaultGate faults, SocketEndpoint sockets, UnconfirmedFacts facts, ILogger log) : IHttpApplication<IFeatureCollection>
{
    private const int LargestBody_bytes = 1 << 20;
    private const int LargestRestore_bytes = 64 << 20;

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        if (await sockets.TryServeAsync(context, request))
            return;
        ReplyBuffer reply = ReplyBuffer.Rent();
        try
        {
            await AnswerAsync(context, request, reply);
        }
        finally
        {
            reply.Return();
        }
    }

    private async Task AnswerAsync(IFeatureCollection context, IHttpRequestFeature request, ReplyBuffer reply)
    {
        CancellationToken aborted = context.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default;
        (string path, byte[] query) = SplitTarget(request.RawTarget);
        (byte[] body, ApiError? broken) = request.Method is "GET" or "HEAD" ? ([], null) : await ReadBodyAsync(context, request, path.StartsWith("/venue/", StringComparison.Ordinal) ? LargestRestore_bytes : LargestBody_bytes, aborted);
        var parameters = new RequestParameters();
        parameters.AddEncoded(query);
        if (!path.StartsWith("/venue/", StringComparison.Ordinal))
            parameters.AddEncoded(body);
        var call = new ApiCall
        {
            Parameters = parameters,
            Json = reply.Json,
            Address = context.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString() ?? "local",
            ApiKey = request.Headers["X-MBX-APIKEY"],
            Authorization = request.Headers.Authorization,
            Body = body,
            Cancelled = aborted,
        };
        ApiError? error = broken ?? await RunAsync(request.Method, path, call, () => Signed(query, body));
        if (error is not null)
            reply.Replace(error);
        reply.Json.Flush();
        if (call.IsCut)
            context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        else
            await WriteAsync(context, call, error, reply, aborted);
    }

    private async ValueTask<ApiError?> RunAsync(string method, string path, ApiCall call, Func<(byte[] Text, string? Signature)> signed)
    {
        if (routes.Find(method, path, out ApiError? error) is not { } route)
        {
            call.Now_ms = gate.Now_ms;
            return gate.Charge(call, 1, default) ?? error;
        }

        try
        {
            return await faults.RunAsync(route, call, signed);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogInternalError(log, broken, method, path);
            return ApiError.Internal;
        }
    }

    /// <summary>The signed bytes and the signature. The bytes are empty, so that no signature matches, when the text was not percent-encoded and must be.</summary>
    private (byte[] Text, string? Signature) Signed(byte[] query, byte[] body)
    {
        (byte[] text, string? signature) = SignedText.Split(query, body);
        return facts.RequiresEncoding && SignedText.HasRawText(text) ? ([], signature) : (text, signature);
    }

    private static async ValueTask WriteAsync(IFeatureCollection context, ApiCall call, ApiError? error, ReplyBuffer reply, CancellationToken aborted)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        ReadOnlyMemory<byte> bytes = error is null && call.Prepared is { } prepared ? prepared : reply.Bytes.WrittenMemory;
        response.StatusCode = error?.Status ?? 200;
        response.Headers.ContentType = call.ContentType ?? "application/json;charset=UTF-8";
        response.Headers.ContentLength = bytes.Length;
        response.Headers["X-MBX-USED-WEIGHT-1M"] = Text(call.UsedWeight);
        if (call.OrderCounts is { } counts)
        {
            response.Headers["X-MBX-ORDER-COUNT-10S"] = Text(counts.TenSeconds);
            response.Headers["X-MBX-ORDER-COUNT-1M"] = Text(counts.Minute);
        }

        if (error is { RetryAfter_s: > 0 })
            response.Headers.RetryAfter = Text(error.RetryAfter_s);
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(bytes, aborted);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static (string Path, byte[] Query) SplitTarget(string target)
    {
        int question = target.IndexOf('?');
        return question < 0 ? (target, []) : (target[..question], Encoding.UTF8.GetBytes(target, question + 1, target.Length - question - 1));
    }

    /// <summary>Reads the body; returns an error when it is too large or violates HTTP framing.</summary>
    private static async ValueTask<(byte[] Body, ApiError? Broken)> ReadBodyAsync(IFeatureCollection context, IHttpRequestFeature request, int largest_bytes, CancellationToken aborted)
    {
        if (context.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return ([], null);
        PipeReader reader = context.Get<IRequestBodyPipeFeature>()?.Reader ?? PipeReader.Create(request.Body);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(aborted);
            }
            catch (IOException)
            {
                return ([], ApiError.BrokenBody);
            }

            if (read.Buffer.Length > largest_bytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return ([], ApiError.TooLarge);
            }

            if (read.IsCompleted)
            {
                byte[] body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (body, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Internal error in {Method} {Path}")]
    private static partial void LogInternalError(ILogger log, Exception broken, string method, string path);
}
