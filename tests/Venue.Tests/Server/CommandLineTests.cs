using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The program as a child process.</summary>
public class CommandLineTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll");

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    public async Task It_prints_one_ready_line_and_stops_within_two_seconds_of_a_signal(int signal)
    {
        int port = FreePort.Next();
        await using ChildProcess venue = Start("--listen", $"127.0.0.1:{port}", "--account", "AK:SK:1000", "--symbols", "2");
        string line = await venue.LineAsync("ready");
        Assert.Contains($"http://127.0.0.1:{port}", line, StringComparison.Ordinal);
        await using StreamClient client = await StreamClient.OpenAsync($"ws://127.0.0.1:{port}/market/ws/btcusdt@markPrice@1s");
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Kill(venue.Id, signal));
        Assert.Equal(0, await venue.ExitAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"stopping took {watch.Elapsed}");
        Assert.Single(venue.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(2, "KEY:SECRET:BALANCE", "--account", "nonsense")]
    [InlineData(2, "not an amount", "--account", "A:B:lots")]
    [InlineData(2, "is not an address", "--market", "upstream")]
    [InlineData(2, "speed 1", "--market", "upstream", "--upstream", "http://127.0.0.1:1", "--speed", "2")]
    [InlineData(2, "given twice", "--account", "A:B:1", "--account", "A:C:1")]
    [InlineData(2, "not an address", "--listen", "nowhere")]
    [InlineData(2, "existing file or folder", "--market", "/no/such/folder")]
    [InlineData(2, "needs a folder", "--market", "klines")]
    [InlineData(2, "not a time", "--start", "yesterday")]
    [InlineData(2, "expected 2025", "--compat", "1999")]
    [InlineData(2, "fault field 'type'", "--fault", "{}")]
    [InlineData(2, "one of slow_answer", "--fault", "{\"type\":\"earthquake\"}")]
    [InlineData(2, "rate 0 to 1", "--fault", "{\"type\":\"banned\",\"rate\":3}")]
    [InlineData(1, "a listed contract such as BTCUSDT", "--symbols", "2", "--fault", "{\"type\":\"halt\",\"symbol\":\"NOPE\"}")]
    [InlineData(2, "'B:…' is not an option", "--account", "A:SEC:1", "B:SECRET2:1")]
    [InlineData(2, "fee tier '12'", "--account", "A:B:1000:12")]
    [InlineData(2, "is not a number", "--speed", "fast")]
    [InlineData(2, "between 0 and 100000", "--speed", "-1")]
    [InlineData(2, "is not a whole number", "--symbols", "many")]
    [InlineData(2, "at least 1", "--weight-limit", "0")]
    [InlineData(2, "at least 1", "--order-limit", "-3")]
    [InlineData(2, "--token is empty", "--token", "")]
    [InlineData(2, "2015 to 2099", "--start", "5")]
    [InlineData(2, "without --tls-certificate", "--tls-key", "x.pem")]
    [InlineData(2, "private key", "--tls-certificate", "/etc/hosts")]
    [InlineData(2, "private key", "--tls-certificate", "/no/such.pem")]
    [InlineData(2, "requires --market upstream", "--upstream", "http://127.0.0.1:1")]
    [InlineData(2, "reads no files", "--market-path", "/tmp")]
    [InlineData(2, "unknown name 'luck'", "--assume", "luck=1")]
    [InlineData(2, "a JSON file", "--config", "/no/such.json")]
    [InlineData(1, "cannot be written", "--listen", "127.0.0.1:0", "--state", "/proc/nothing")]
    [InlineData(1, "cannot be mirrored", "--market", "upstream", "--upstream", "http://127.0.0.1:1")]
    [InlineData(2, "--help", "--nonsense")]
    [InlineData(1, "does not exist", "--account", "A:@/no/such.pem:1")]
    public async Task An_invalid_command_line_is_reported_with_one_message(int code, string message, params string[] arguments)
    {
        await using ChildProcess venue = Start(arguments.Contains("--listen") ? arguments : ["--listen", $"127.0.0.1:{FreePort.Next()}", .. arguments]);
        Assert.Equal(code, await venue.ExitAsync());
        string line = Assert.Single(venue.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"colour":"red"}""", "unknown option 'colour'")]
    [InlineData("""{"symbols":[1,2]}""", "takes one value")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""{"speed":"fast"}""", "is not a number")]
    [InlineData("""{"account":["A:B"]}""", "KEY:SECRET:BALANCE")]
    [InlineData("""{"fault":[{"type":"halt","colour":1}]}""", "'colour'")]
    public async Task An_invalid_configuration_file_is_reported_with_one_message(string text, string message)
    {
        using var folder = new TempFolder("venue-config");
        await File.WriteAllTextAsync(folder.File("venue.json"), text, TestContext.Current.CancellationToken);
        await using ChildProcess venue = Start("--config", folder.File("venue.json"));
        Assert.Equal(2, await venue.ExitAsync());
        Assert.Contains(message, Assert.Single(venue.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_starts_and_stops_within_two_seconds_each_with_a_slow_reader_and_work_ahead_of_it()
    {
        int port = FreePort.Next();
        var watch = Stopwatch.StartNew();
        await using ChildProcess venue = Start("--listen", $"127.0.0.1:{port}", "--account", "AK:SK:1000", "--speed", "0", "--token", "T");
        await venue.LineAsync("ready");
        TimeSpan started = watch.Elapsed;
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        // One client that never reads, one that sends requests in a loop, and one response that is delayed by a minute.
        using var slow = new TcpClient("127.0.0.1", port);
        await slow.GetStream().WriteAsync("GET /stream?streams=!bookTicker/btcusdt@trade/btcusdt@depth@100ms HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await using StreamClient client = await StreamClient.OpenAsync($"ws://127.0.0.1:{port}/market/ws/btcusdt@markPrice@1s");
        await client.EventAsync("markPriceUpdate");
        http.DefaultRequestHeaders.Add("Authorization", "Bearer T");
        using var rule = new StringContent("""{"type":"slow_answer","match":"/ping","delayMs":60000}""");
        await http.PostAsync(new Uri("/venue/v1/faults", UriKind.Relative), rule, TestContext.Current.CancellationToken);
        Task<HttpResponseMessage> waiting = http.GetAsync(new Uri("/fapi/v1/ping", UriKind.Relative), TestContext.Current.CancellationToken);
        await http.GetAsync(new Uri("/venue/v1/state", UriKind.Relative), TestContext.Current.CancellationToken);
        watch.Restart();
        Assert.Equal(0, Kill(venue.Id, 15));
        Assert.Equal(0, await venue.ExitAsync());
        TimeSpan stopped = watch.Elapsed;
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Assert.True(stopped < TimeSpan.FromSeconds(2), $"stopping took {stopped}");
        if (started > TimeSpan.FromSeconds(2))
            Assert.Skip($"starting took {started} on a busy machine; benchmarks measure it alone");
    }

    [Fact]
    public async Task With_a_certificate_and_its_key_it_serves_https_and_wss()
    {
        using var folder = new TempFolder("venue-tls-line");
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=localhost", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using (System.Security.Cryptography.X509Certificates.X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)))
            await File.WriteAllTextAsync(folder.File("c.pem"), made.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("k.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        int port = FreePort.Next();
        await using ChildProcess venue = Start("--listen", $"127.0.0.1:{port}", "--tls-certificate", folder.File("c.pem"), "--tls-key", folder.File("k.pem"), "--symbols", "2");
        string line = await venue.LineAsync("ready");
        Assert.Contains($"https://127.0.0.1:{port}/fapi wss://127.0.0.1:{port}/", line, StringComparison.Ordinal);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler);
        Assert.Equal("{}", await http.GetStringAsync(new Uri($"https://127.0.0.1:{port}/fapi/v1/ping"), TestContext.Current.CancellationToken));
        using var api = new System.Net.WebSockets.ClientWebSocket();
        api.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        await api.ConnectAsync(new Uri($"wss://127.0.0.1:{port}/ws-fapi/v1"), TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Kill(venue.Id, 2));
        Assert.Equal(0, await venue.ExitAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"stopping took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using ChildProcess venue = Start("--listen", taken.LocalEndpoint.ToString()!);
        Assert.Equal(1, await venue.ExitAsync());
        Assert.Contains("another process listens there", venue.Output, StringComparison.Ordinal);
    }

    private static ChildProcess Start(params string[] arguments) => ChildProcess.Start("dotnet", ["exec", Program, .. arguments]);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
