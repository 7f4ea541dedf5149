using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread.Commentary;

/// <summary>A model's answer.</summary>
/// <param name="Cost">In the currency of the budget, by the endpoint's token counts; the whole reserve without them.</param>
internal sealed record CommentaryAnswer(string Text, decimal Cost);

/// <summary>
/// Sends requests to an OpenAI-compatible endpoint. Every answer is bounded in size and time, and only its text and token counts are
/// used.
/// </summary>
internal sealed class CommentaryClient : IDisposable
{
    private const int AnswerBytesMax = 256 * 1024;

    /// <summary>Bytes of a prompt per token; a low estimate, so that the reserve is high.</summary>
    private const int BytesPerToken = 2;

    private readonly CommentaryOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _realTime;

    public CommentaryClient(CommentaryOptions options, string? key, TimeProvider realTime)
    {
        _options = options;
        _realTime = realTime;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrEmpty(key))
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The highest possible cost of the call.</summary>
    public decimal Reserve(CommentaryModel model, CommentaryFacts facts) =>
        model.Cost((CommentaryFacts.Instruction.Length + facts.ToPrompt().Length) / BytesPerToken + 16, _options.OutputTokensMax);

    public async Task<Result<CommentaryAnswer>> AskAsync(CommentaryModel model, CommentaryFacts facts, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeLimitS), _realTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/chat/completions");
            request.Content = new StringContent(Body(model, facts), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
                return new Fault(FaultKind.Rejected, $"{model.Name}: HTTP {(int)response.StatusCode}", IsTransient: true);
            return Read(model, facts, await BodyAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, $"{model.Name}: no complete answer within {_options.TimeLimitS} s", IsTransient: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return new Fault(FaultKind.Unavailable, $"{model.Name}: {error.Message}", IsTransient: true);
        }
    }

    public void Dispose() => _http.Dispose();

    private string Body(CommentaryModel model, CommentaryFacts facts) => JsonSerializer.Serialize(new
    {
        model = model.Name,
        max_tokens = _options.OutputTokensMax,
        temperature = 0,
        messages = new[] { new { role = "system", content = CommentaryFacts.Instruction }, new { role = "user", content = facts.ToPrompt() } },
    });

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        byte[] buffer = new byte[8 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > AnswerBytesMax)
                throw new InvalidDataException($"the answer is longer than {AnswerBytesMax} bytes");
        }

        return body.ToArray();
    }

    private Result<CommentaryAnswer> Read(CommentaryModel model, CommentaryFacts facts, byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            string text = CommentaryFacts.Clean(root.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "");
            if (text.Length == 0)
                return new Fault(FaultKind.Invalid, $"{model.Name}: the answer contains no text", IsTransient: true);
            return new CommentaryAnswer(text, CostOf(model, facts, root));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return new Fault(FaultKind.Invalid, $"{model.Name}: the answer is not a chat completion: {error.Message}", IsTransient: true);
        }
    }

    /// <summary>The cost by the endpoint's token counts where it returns them, otherwise the whole reserve.</summary>
    private decimal CostOf(CommentaryModel model, CommentaryFacts facts, JsonElement root)
    {
        decimal reserve = Reserve(model, facts);
        if (root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
            && usage.TryGetProperty("prompt_tokens", out JsonElement input) && input.ValueKind == JsonValueKind.Number && input.TryGetInt32(out int inputs) && inputs >= 0
            && usage.TryGetProperty("completion_tokens", out JsonElement output) && output.ValueKind == JsonValueKind.Number && output.TryGetInt32(out int outputs) && outputs >= 0)
            return Math.Max(0, model.Cost(inputs, outputs));
        return reserve;
    }
}
