using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Fuzz.Attacks;

/// <summary>An answer of HTTP as it came: its status, the body, and whether the connection ends with it.</summary>
internal readonly record struct RawAnswer(int Status, string ContentType, byte[] Body, bool IsLast);

/// <summary>A TCP connection without manners: any bytes out, answers read by hand, a limit on every wait.</summary>
internal sealed class RawConnection : IDisposable
{
    /// <summary>Longer than any answer takes, also on a machine that has much else to do.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;

    /// <summary>True when the other side ended the connection.</summary>
    public bool IsEnded { get; private set; }

    public async Task ConnectAsync(IPEndPoint endpoint)
    {
        using var limit = new CancellationTokenSource(Limit);
        await _socket.ConnectAsync(endpoint, limit.Token);
    }

    /// <summary>False when the other side has ended the connection meanwhile.</summary>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            for (int sent = 0; sent < bytes.Length;)
                sent += await _socket.SendAsync(bytes.AsMemory(sent), limit.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            IsEnded = true;
        }
    }

    /// <summary>The next answer; null when the connection ended instead. Throws OperationCanceledException at the limit.</summary>
    public async Task<RawAnswer?> AnswerAsync(bool isHead)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            int head;
            while ((head = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (!await FillAsync(limit.Token))
                    return null;
            }

            string[] lines = Encoding.Latin1.GetString(_buffer, _start, head).Split("\r\n");
            _start += head + 4;
            int status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            if (status == 100)
                continue;
            int length = isHead || status == 101 ? 0 : int.Parse(Header(lines, "Content-Length") is { Length: > 0 } text ? text : "0", CultureInfo.InvariantCulture);
            if (await TakeAsync(length, limit.Token) is not { } body)
                return null;
            return new RawAnswer(status, Header(lines, "Content-Type"), body, Header(lines, "Connection") == "close");
        }
    }

    /// <summary>So many bytes; null when the connection ended before they came.</summary>
    public async Task<byte[]?> TakeAsync(int count, CancellationToken limit)
    {
        while (_end - _start < count)
        {
            if (!await FillAsync(limit))
                return null;
        }

        byte[] taken = _buffer[_start..(_start + count)];
        _start += count;
        return taken;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync(CancellationToken limit)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, _start) = (_end - _start, 0);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            int read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), limit);
            _end += read;
            IsEnded = read == 0;
        }
        catch (SocketException)
        {
            IsEnded = true;
        }

        return !IsEnded;
    }

    private static string Header(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
}
