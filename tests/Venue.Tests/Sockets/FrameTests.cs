using System.Net.WebSockets;
using System.Text;
using Platform.Venue.Gateway.Sockets;
using Xunit;

namespace Platform.Venue.Tests.Sockets;

/// <summary>Frames against the WebSocket of .NET, which is the other side of the connection in these tests.</summary>
public class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(300_000)]
    public async Task Frames_of_the_venue_are_read_by_the_runtime_client(int length)
    {
        byte[] payload = new byte[length];
        Array.Fill(payload, (byte)'x');
        using var client = WebSocket.CreateFromStream(new MemoryStream(FrameText.Build(FrameText.Text, payload)), new WebSocketCreationOptions());
        var buffer = new byte[length + 1];
        int read = 0;
        ValueWebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(buffer.AsMemory(read), TestContext.Current.CancellationToken);
            read += result.Count;
        }
        while (!result.EndOfMessage);
        Assert.Equal(length, read);
    }

    [Theory]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 0x03, 0xE8 }, 1000)]
    [InlineData(new byte[] { 0x03, 0xE8, (byte)'b', (byte)'y', (byte)'e' }, 1000)]
    [InlineData(new byte[] { 0x0F, 0xA0 }, 4000)]
    [InlineData(new byte[] { 0x03 }, 1002)]
    [InlineData(new byte[] { 0x00, 0x85 }, 1002)]
    [InlineData(new byte[] { 0x03, 0xED }, 1002)]
    [InlineData(new byte[] { 0x03, 0xF7 }, 1002)]
    public void A_close_frame_is_answered_with_its_code_and_an_invalid_code_with_1002(byte[] payload, int code)
    {
        byte[] frame = FrameText.AnswerClose(payload);
        Assert.Equal(0x80 | FrameText.Close, frame[0]);
        Assert.Equal(code, frame.Length == 2 ? 0 : (frame[2] << 8) | frame[3]);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(70_000, true)]
    [InlineData(5_000, false)]
    public async Task Frames_of_the_runtime_client_are_read_also_in_pieces(int length, bool whole)
    {
        using var pipe = new MemoryStream();
        using var client = WebSocket.CreateFromStream(pipe, new WebSocketCreationOptions());
        byte[] text = Encoding.ASCII.GetBytes(new string('y', length));
        if (whole)
        {
            await client.SendAsync(text, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        }
        else
        {
            await client.SendAsync(text.AsMemory(0, 2000), WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);
            await client.SendAsync(text.AsMemory(2000), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        }

        pipe.Position = 0;
        InboundMessage? message = await new FrameReader(pipe).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((FrameText.Text, length), (message!.Value.Opcode, message.Value.Payload.Length));
        Assert.True(message.Value.Payload.Span.SequenceEqual(text));
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x01, 0x41 }, 1002)]
    [InlineData(new byte[] { 0xC1, 0x81, 0, 0, 0, 0, 0x41 }, 1002)]
    [InlineData(new byte[] { 0x80, 0x81, 0, 0, 0, 0, 0x41 }, 1002)]
    [InlineData(new byte[] { 0x09, 0x80, 0, 0, 0, 0 }, 1002)]
    [InlineData(new byte[] { 0x81, 0xFF, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 1009)]
    [InlineData(new byte[] { 0x81 }, 0)]
    public async Task Invalid_frames_end_the_reading_with_their_close_code(byte[] bytes, int code)
    {
        var reader = new FrameReader(new MemoryStream(bytes));
        Assert.Null(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(code, reader.Failure);
    }
}
