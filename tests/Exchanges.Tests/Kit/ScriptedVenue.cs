using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Tests.Kit;

/// <summary>A real HTTP and WebSocket server on loopback that answers what the test scripted.</summary>
internal sealed class ScriptedVenue : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();

    private ScriptedVenue(WebApplication app) => _app = app;

    public BinanceEndpoints Endpoints => BinanceEndpoints.Mock(new Uri(_app.Urls.First()).Authority);

    /// <summary>Method, path and raw query of every request, in order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Runs for each WebSocket; the connection ends when it returns.</summary>
    public Func<ScriptedSocket, Task> OnSocket { get; set; } = static socket => socket.EndedAsync();

    public static async Task<ScriptedVenue> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var venue = new ScriptedVenue(app);
        app.UseWebSockets();
        app.Run(venue.AnswerAsync);
        await app.StartAsync();
        return venue;
    }

    public void Answer(string methodAndPath, string body, int status = 200, params (string Name, string Value)[] headers) =>
        _answers[methodAndPath] = async context =>
        {
            context.Response.StatusCode = status;
            foreach ((string name, string value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(body);
        };

    /// <summary>Answers by the raw query.</summary>
    public void AnswerBy(string methodAndPath, Func<string, string> body) =>
        _answers[methodAndPath] = context => context.Response.WriteAsync(body(context.Request.QueryString.Value ?? ""));

    /// <summary>The request arrives and its answer never does.</summary>
    public void Swallow(string methodAndPath) => _answers[methodAndPath] = static context => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>The connection is reset after the request arrived.</summary>
    public void Reset(string methodAndPath) => _answers[methodAndPath] = static context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    private async Task AnswerAsync(HttpContext context)
    {
        string raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue($"{context.Request.Method} {raw}");
        if (context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await OnSocket(new ScriptedSocket(socket, Messages, raw));
            return;
        }

        if (_answers.TryGetValue($"{context.Request.Method} {context.Request.Path}", out Func<HttpContext, Task>? answer))
            await answer(context);
        else
            context.Response.StatusCode = 404;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>The venue's end of one WebSocket.</summary>
internal sealed class ScriptedSocket(WebSocket socket, ConcurrentQueue<string> messages, string target)
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    public string Target { get; } = target;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] text) => socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Null when the client went away.</summary>
    public async Task<string?> ReceiveAsync()
    {
        try
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            string text = Encoding.UTF8.GetString(_buffer, 0, part.Count);
            messages.Enqueue(text);
            return text;
        }
        catch (Exception gone) when (gone is WebSocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Acknowledges whatever comes until the client goes away.</summary>
    public async Task EndedAsync()
    {
        for (int id = 1; await ReceiveAsync() is not null; id++)
            await SendAsync($$"""{"result":null,"id":{{id}}}""");
    }
}
