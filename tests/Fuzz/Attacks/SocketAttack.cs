using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Fuzz.Inputs;
using Platform.Fuzz.Runs;

namespace Platform.Fuzz.Attacks;

/// <summary>One client of WebSockets after another: a handshake, frames right and wrong, then a ping that must be answered unless the venue closed.</summary>
internal sealed class SocketAttack(IPEndPoint endpoint, Dice dice, OrderInput orders, Func<long> now_ms, FuzzReport report)
{
    private static readonly byte[] Farewell = "still there?"u8.ToArray();

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var connection = new RawConnection();
            await connection.ConnectAsync(endpoint);
            string path = dice.Pick(["/ws-fapi/v1", "/ws-fapi/v1?returnRateLimits=false", "/market/ws", "/public/stream?streams=", "/private/ws", "/ws/", "/market/stream"]);
            if (dice.Chance(0.3))
                path = $"/public/ws/{Uri.EscapeDataString(dice.Pick(Vocabulary.Streams))}/{dice.Pick(Vocabulary.Nasty).Replace(" ", "", StringComparison.Ordinal)}";
            byte[] handshake = HandshakeOf(path);
            try
            {
                await VisitAsync(connection, handshake, path.StartsWith("/ws-fapi", StringComparison.Ordinal));
            }
            catch (OperationCanceledException)
            {
                report.Find($"a socket of {path} neither answered nor ended within {RawConnection.Limit.TotalSeconds:0} s", handshake);
            }
        }
    }

    private byte[] HandshakeOf(string path)
    {
        string key = dice.Chance(0.9) ? "dGhlIHNhbXBsZSBub25jZQ==" : dice.Pick(["", "short", "x, y"]);
        string version = dice.Chance(0.95) ? "13" : dice.Pick(["8", "", "99"]);
        string extensions = dice.Chance(0.2) ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "";
        return Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: venue\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: {key}\r\n{extensions}\r\n");
    }

    private async Task VisitAsync(RawConnection connection, byte[] handshake, bool isApi)
    {
        await connection.SendAsync(handshake);
        if (await connection.AnswerAsync(isHead: false) is not { } opened)
        {
            report.Find("a handshake was not answered", handshake);
            return;
        }

        report.Count($"handshakes {opened.Status}");
        if (opened.Status != 101)
            return;
        var sent = new List<byte>();
        bool sound = true;
        for (int count = 1 + dice.Below(isApi ? 30 : 8); count > 0 && sound; count--)
        {
            string text = isApi ? JsonInput.ApiRequest(dice, orders, now_ms()) : JsonInput.StreamControl(dice);
            (byte[] bytes, sound) = FrameInput.Next(dice, text);
            sent.AddRange(bytes);
            report.Count(sound ? "frames sound" : "frames broken");
            if (!await connection.SendAsync(bytes))
                break;
        }

        if (sound)
            await connection.SendAsync(FrameInput.Frame(FrameInput.Ping, Farewell));
        else
            connection.EndSending();
        await ReadAsync(connection, sound, [.. sent]);
    }

    /// <summary>Reads until the answer to the last ping, or the end; whatever comes must be whole frames of JSON.</summary>
    private async Task ReadAsync(RawConnection connection, bool sound, byte[] sent)
    {
        using var limit = new CancellationTokenSource(RawConnection.Limit);
        while (await connection.TakeAsync(2, limit.Token) is { } head)
        {
            int length = head[1];
            if (length == 126)
                length = await connection.TakeAsync(2, limit.Token) is { } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;
            else if (length == 127)
                length = await connection.TakeAsync(8, limit.Token) is { } eight ? checked((int)BinaryPrimitives.ReadInt64BigEndian(eight)) : 0;
            if (await connection.TakeAsync(length, limit.Token) is not { } payload)
                break;
            int opcode = head[0] & 0x0f;
            if (opcode == FrameInput.Text)
                CheckText(payload, sent);
            if (opcode == FrameInput.Pong && payload.AsSpan().SequenceEqual(Farewell))
                return;
            if (opcode == FrameInput.Close)
                report.Count(payload.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(payload) is >= 1000 and < 1100 and var code ? $"closed {code}" : "closed without a code, or with ours");
        }

        report.Count(sound ? "sockets ended by the venue" : "broken sockets ended");
    }

    private void CheckText(byte[] payload, byte[] sent)
    {
        report.Count("messages read");
        try
        {
            using JsonDocument message = JsonDocument.Parse(payload);
            if (message.RootElement.ValueKind == JsonValueKind.Object && message.RootElement.TryGetProperty("status", out JsonElement status))
                report.Count($"ws-api status {status.GetInt32()}");
        }
        catch (JsonException)
        {
            report.Find("a message that is not JSON: " + Encoding.UTF8.GetString(payload.AsSpan(0, Math.Min(200, payload.Length))), sent);
        }
    }
}
