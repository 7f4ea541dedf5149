using Platform.Contracts;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Platform.Http;
using Platform.Monitor.Live;
using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Http;

/// <summary>Handles every request of the page's port: the page itself, health and metrics, the API and its event stream.</summary>
internal sealed class ApiRoutes(ApiReads reads, PageFeed feed, BearerToken token, PageFiles page, CommandClient commands, Func<CancellationToken, Task<string>> metrics)
{
    private const string Api = "/api/v1/";
    private const int BodyBytesMax = 16_384;

    public async Task HandleAsync(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "/";
        CancellationToken cancel = http.RequestAborted;
        if (path == "/healthz")
            await TextAsync(http, "ok\n", cancel);
        else if (path == "/api/v1/openapi.json")
            await JsonAsync(http, 200, OpenApiText.Bytes, cancel);
        else if (path.StartsWith(Api, StringComparison.Ordinal) || path == "/metrics")
            await GuardedAsync(http, path, cancel);
        else if (!await page.TryServeAsync(http, cancel))
            await RefuseAsync(http, page.IsBuilt
                ? new Fault(FaultKind.NotFound, $"{path} does not exist.")
                : new Fault(FaultKind.NotFound, $"the page is not built: {page.Folder} holds no index.html. Run scripts/setup.sh."), cancel);
    }

    private async Task GuardedAsync(HttpContext http, string path, CancellationToken cancel)
    {
        if (!token.Admits(http.Request.Headers.Authorization))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await JsonAsync(http, 401, PageJson.Bytes(new ErrorBody("A token is required in the header 'Authorization: Bearer <token>'. The token is in the file 'token' of the run folder, and 'platform up' prints the page's address with it.")), cancel);
            return;
        }

        if (path == "/metrics")
            await TextAsync(http, await metrics(cancel), cancel);
        else if (path == Api + "commands" && !HttpMethods.IsGet(http.Request.Method))
            await CommandAsync(http, cancel);
        else if (!HttpMethods.IsGet(http.Request.Method))
            await JsonAsync(http, 405, PageJson.Bytes(new ErrorBody($"{path} supports GET only.")), cancel);
        else if (path == Api + "events")
            await FollowAsync(http, cancel);
        else if ((await reads.AnswerAsync(path[Api.Length..], http.Request.Query, cancel)).TryGet(out byte[]? json, out Fault? fault))
            await JsonAsync(http, 200, json, cancel);
        else
            await RefuseAsync(http, fault, cancel);
    }

    private async Task CommandAsync(HttpContext http, CancellationToken cancel)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.ContentLength is null or > BodyBytesMax)
        {
            await JsonAsync(http, 405, PageJson.Bytes(new ErrorBody($"commands supports GET, or POST with a JSON body of at most {BodyBytesMax} bytes.")), cancel);
            return;
        }

        CommandBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(http.Request.Body, PageJson.Default.CommandBody, cancel);
        }
        catch (JsonException fault)
        {
            await JsonAsync(http, 400, PageJson.Bytes(new ErrorBody($"The body is not valid: line {fault.LineNumber + 1}, {fault.Path}: expected {{commandId, kind, account?, symbol?, setting?, value?, reason?}}.")), cancel);
            return;
        }

        Result<CommandAnswer> answer = body is { CommandId.Length: > 0, Kind.Length: > 0 }
            ? await commands.SendAsync(body, cancel)
            : new Fault(FaultKind.Invalid, $"commandId and kind are required; expected a kind of {string.Join(", ", CommandKinds.All)}.");
        if (answer.TryGet(out CommandAnswer? given, out Fault? refused))
            await JsonAsync(http, 200, PageJson.Bytes(given), cancel);
        else
            await RefuseAsync(http, refused, cancel);
    }

    private async Task FollowAsync(HttpContext http, CancellationToken cancel)
    {
        Channel<byte[]>? frames = feed.Hub.Open();
        if (frames is null)
        {
            await JsonAsync(http, 503, PageJson.Bytes(new ErrorBody("Too many pages are connected; close one or raise monitor.pages_max.")), cancel);
            return;
        }

        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            foreach (byte[] frame in feed.Everything())
                await http.Response.Body.WriteAsync(frame, cancel);
            await http.Response.Body.FlushAsync(cancel);
            await foreach (byte[] frame in frames.Reader.ReadAllAsync(cancel))
            {
                await http.Response.Body.WriteAsync(frame, cancel);
                if (frames.Reader.Count == 0)
                    await http.Response.Body.FlushAsync(cancel);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The page was closed; no response is possible.
        }
        finally
        {
            feed.Hub.Close(frames);
        }
    }

    private static Task RefuseAsync(HttpContext http, Fault fault, CancellationToken cancel) => JsonAsync(
        http,
        fault.Kind switch { FaultKind.Invalid => 400, FaultKind.NotFound => 404, FaultKind.Denied => 409, FaultKind.Unavailable => 503, _ => 502 },
        PageJson.Bytes(new ErrorBody(fault.Message)),
        cancel);

    private static async Task JsonAsync(HttpContext http, int status, byte[] json, CancellationToken cancel)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(json, cancel);
    }

    private static async Task TextAsync(HttpContext http, string text, CancellationToken cancel)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await http.Response.WriteAsync(text, cancel);
    }
}
