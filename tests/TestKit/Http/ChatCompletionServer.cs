using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Platform.TestKit.Processes;

namespace Platform.TestKit.Http;

/// <summary>A local OpenAI-compatible endpoint whose answers the test defines: correct, slow, missing, too long or wrong.</summary>
public sealed class ChatCompletionServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ChatCompletionServer()
    {
        int port = FreePort.Next();
        Endpoint = new Uri($"http://127.0.0.1:{port}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Bodies of the requests, in order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Authorization headers of the requests.</summary>
    public ConcurrentQueue<string?> Keys { get; } = new();

    /// <summary>Writes the answer to a request body; the connection is closed when it returns.</summary>
    public Func<string, HttpListenerResponse, CancellationToken, Task> Answer { get; set; } = (_, response, _) => TextAsync(response, "Quiet.");

    /// <summary>A chat completion with the given text and token counts.</summary>
    public static async Task TextAsync(HttpListenerResponse response, string text, int input = 100, int output = 20)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            choices = new[] { new { message = new { role = "assistant", content = text } } },
            usage = new { prompt_tokens = input, completion_tokens = output },
        });
        await response.OutputStream.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            string body = await reader.ReadToEndAsync(_stop.Token);
            Keys.Enqueue(context.Request.Headers["Authorization"]);
            Requests.Enqueue(body);
            await Answer(body, context.Response, _stop.Token);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            context.Response.Abort();
        }
    }
}
