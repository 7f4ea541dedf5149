using System.Net;
using System.Text.Json;
using Platform.Fuzz.Inputs;
using Platform.Fuzz.Runs;

namespace Platform.Fuzz.Attacks;

/// <summary>One client of HTTP that keeps its connection while it can, and checks every answer.</summary>
internal sealed class HttpAttack(IPEndPoint endpoint, HttpInput input, OrderInput orders, FuzzReport report)
{
    public async Task RunAsync(CancellationToken end)
    {
        RawConnection? connection = null;
        while (!end.IsCancellationRequested)
        {
            if (connection is null or { IsEnded: true })
            {
                connection?.Dispose();
                connection = new RawConnection();
                await connection.ConnectAsync(endpoint);
                report.Count("connections");
            }

            HttpRequestBytes request = input.Next();
            if (!await TryAsync(connection, request))
            {
                connection.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    /// <summary>False when the connection is of no further use.</summary>
    private async Task<bool> TryAsync(RawConnection connection, HttpRequestBytes request)
    {
        report.Count(request.IsSound ? "requests sound" : "requests broken");
        try
        {
            bool sent = await connection.SendAsync(request.Bytes);
            if (!request.IsSound)
                connection.EndSending();
            RawAnswer? answer = await connection.AnswerAsync(request.IsHead);
            if (answer is { } came)
                Check(came, request);
            else if (request.IsSound && sent)
                report.Find("a whole request was not answered", request.Bytes);
            return request.IsSound && answer is { IsLast: false };
        }
        catch (OperationCanceledException)
        {
            report.Find($"no answer and no end within {RawConnection.Limit.TotalSeconds:0} s", request.Bytes);
            return false;
        }
    }

    private void Check(RawAnswer answer, HttpRequestBytes request)
    {
        report.Count($"status {answer.Status}");
        if (answer.Status >= 500 && answer.Status != 505)
            report.Find($"status {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body)}", request.Bytes);
        if (request.IsHead || !answer.ContentType.StartsWith("application/json", StringComparison.Ordinal))
            return;
        try
        {
            using JsonDocument body = JsonDocument.Parse(answer.Body);
            Learn(body.RootElement);
        }
        catch (JsonException)
        {
            report.Find("the answer is not JSON", request.Bytes);
        }
    }

    private void Learn(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return;
        if (body.TryGetProperty("orderId", out JsonElement id) && id.ValueKind == JsonValueKind.Number)
        {
            orders.SeeOrder(id.GetInt64());
            report.Count("orders accepted");
        }
        else if (body.TryGetProperty("algoId", out id) && id.ValueKind == JsonValueKind.Number)
        {
            orders.SeeOrder(id.GetInt64());
            report.Count("algo orders accepted");
        }
        else if (body.TryGetProperty("code", out JsonElement code) && code.ValueKind == JsonValueKind.Number && code.GetInt64() < 0)
        {
            report.Count($"code {code.GetInt64()}");
        }
    }
}
