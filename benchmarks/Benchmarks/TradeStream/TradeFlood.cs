using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Benchmarks.TradeStream;

/// <summary>A WebSocket server that sends aggTrade frames as fast as one client reads them: 64 frames a write, with increasing ids.</summary>
internal sealed class TradeFlood : IDisposable
{
    private const int FramesPerWrite = 64;
    private const int IdDigits = 10;
    private const string Before = """{"stream":"ethusdt@aggTrade","data":{"e":"aggTrade","E":1784073600171,"s":"ETHUSDT","a":""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _block;
    private readonly int _frameLength;
    private readonly int _idPlace;

    public TradeFlood()
    {
        byte[] payload = Encoding.UTF8.GetBytes(Frame(0));
        byte[] frame = [0x81, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
        _frameLength = frame.Length;
        _idPlace = 4 + Before.Length;
        _block = [.. Enumerable.Repeat(frame, FramesPerWrite).SelectMany(bytes => bytes)];
        _listener.Start();
    }

    public string Address => $"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/market/stream?streams=ethusdt@aggTrade";

    /// <summary>The text of one frame.</summary>
    public static string Frame(long id) =>
        $"{Before}{id:D10},\"p\":\"65014.60\",\"q\":\"0.030\",\"nq\":\"0.030\",\"f\":7900100566,\"l\":7900100566,\"T\":1784073600069,\"m\":false,\"st\":1}}}}";

    /// <summary>Waits for the client, sends the given number of frames, and keeps the connection open until it is released.</summary>
    public async Task<Socket> SendAsync(long frames)
    {
        Socket client = await _listener.AcceptSocketAsync();
        client.SendBufferSize = 1 << 20;
        await ShakeHandsAsync(client);
        for (long id = 1_000_000_000; id < 1_000_000_000 + frames; id += FramesPerWrite)
        {
            for (int place = 0; place < FramesPerWrite; place++)
                WriteDigits(_block.AsSpan(place * _frameLength + _idPlace, IdDigits), id + place);
            await client.SendAsync(_block);
        }

        return client;
    }

    public void Dispose() => _listener.Dispose();

    private static void WriteDigits(Span<byte> digits, long value)
    {
        for (int place = digits.Length - 1; place >= 0; place--, value /= 10)
            digits[place] = (byte)('0' + value % 10);
    }

    private static async Task ShakeHandsAsync(Socket client)
    {
        byte[] buffer = new byte[4_096];
        int length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            length += await client.ReceiveAsync(buffer.AsMemory(length));
        string key = Encoding.ASCII.GetString(buffer, 0, length).Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
    }
}
