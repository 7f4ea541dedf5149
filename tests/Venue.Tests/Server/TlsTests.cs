using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Server;
using Platform.Venue.Server.Control;
using Platform.Venue.Server.Options;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class TlsTests
{
    [Fact]
    public async Task Https_and_wss_serve_the_same_as_http_and_ws()
    {
        using var folder = new TempFolder("venue-tls");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using (X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)))
            File.WriteAllText(folder.File("venue.pem"), made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(folder.File("venue.pem"));
        await using VenueProcess venue = (await VenueProcess.StartAsync(
            new VenueOptions
            {
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Accounts = [],
                Exchange = new ExchangeOptions { Symbols = 2, Speed = 20 },
                Certificate = certificate,
            },
            TimeProvider.System,
            NullLoggerFactory.Instance)).Value;

        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler);
        Assert.Equal("{}", await http.GetStringAsync(new Uri($"https://{venue.Endpoint}/fapi/v1/ping"), TestContext.Current.CancellationToken));
        Assert.True((await http.GetStringAsync(new Uri($"https://{venue.Endpoint}/fapi/v1/exchangeInfo"), TestContext.Current.CancellationToken)).Length > 1000);

        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        await socket.ConnectAsync(new Uri($"wss://{venue.Endpoint}/market/ws/!markPrice@arr@1s"), TestContext.Current.CancellationToken);
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult message = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
        Assert.StartsWith("[{\"e\":\"markPriceUpdate\"", System.Text.Encoding.UTF8.GetString(buffer, 0, message.Count), StringComparison.Ordinal);

        using var plain = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => plain.GetStringAsync(new Uri($"http://{venue.Endpoint}/fapi/v1/ping"), TestContext.Current.CancellationToken));
    }
}
