using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Rpc.Tests.Echo;
using Platform.Rpc.Tests.Peers;
using Platform.TestKit.Files;

namespace Platform.Rpc.Tests.Http;

public class TlsTests
{
    [Fact]
    public async Task Calls_and_streams_pass_over_TLS_and_only_the_expected_certificate_is_accepted()
    {
        using X509Certificate2 own = Certificate("CN=platform"), other = Certificate("CN=platform");
        await using var echo = await EchoServer.StartAsync(options => options with { Certificate = own });
        using var channel = RpcChannel.ForAddress($"https://{echo.Address}", new RpcChannelOptions { ServerCertificate = own });
        var client = new Peers.Echo.EchoClient(channel);

        Assert.Equal("over TLS", (await client.OnceAsync(new Ping { Text = "over TLS" })).Text);
        using var stream = client.Expand(new Ping { Number = 500 });
        var numbers = 0;
        await foreach (var pong in stream.ResponseStream.ReadAllAsync())
            Assert.Equal(numbers++, pong.Number);
        Assert.Equal(500, numbers);

        using var wrong = RpcChannel.ForAddress($"https://{echo.Address}", new RpcChannelOptions { ServerCertificate = other });
        using var untrusting = RpcChannel.ForAddress($"https://{echo.Address}");
        foreach (var refused in new[] { wrong, untrusting, echo.Channel })
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Peers.Echo.EchoClient(refused).OnceAsync(new Ping()));
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        }
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task Listening_beyond_loopback_needs_TLS(string address)
    {
        using X509Certificate2 certificate = Certificate("CN=platform");
        var options = new HttpServerOptions { Endpoints = [new IPEndPoint(IPAddress.Parse(address), 0)], Protocol = HttpProtocols.Http1, AddressSetting = "a test" };
        var application = new RequestApplication(http => http.Response.WriteAsync(http.Request.Scheme), NullLogger.Instance);

        using var plain = new HttpServer(options);
        Assert.Equal(FaultKind.Denied, (await plain.StartAsync(application, CancellationToken.None)).Fault?.Kind);

        using var secure = new HttpServer(options with { Certificate = certificate });
        int port = (await secure.StartAsync(application, CancellationToken.None)).Value.Single().Port;
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = ServerCertificate.IsExactly(certificate) } };
        using var http = new HttpClient(handler);
        Assert.Equal("https", await http.GetStringAsync(new Uri($"https://{(address == "::" ? "[::1]" : "127.0.0.1")}:{port}/")));
    }

    [Fact]
    public void A_certificate_is_read_from_one_PEM_file_or_two_and_a_missing_one_is_named()
    {
        using var folder = new TempFolder("pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Sign("CN=platform", key);
        File.WriteAllText(folder.File("both.pem"), made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("certificate.pem"), made.ExportCertificatePem());
        File.WriteAllText(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());

        Assert.True(ServerCertificate.Read(folder.File("both.pem"), "").Value.HasPrivateKey);
        Assert.True(ServerCertificate.Read(folder.File("certificate.pem"), folder.File("key.pem")).Value.HasPrivateKey);
        foreach (var file in new[] { "absent.pem", "certificate.pem" })
            Assert.Contains(folder.File(file), ServerCertificate.Read(folder.File(file), "").Fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer secret-of-this-test", true)]
    [InlineData("bearer  secret-of-this-test ", true)]
    [InlineData("Bearer secret-of-this-tes", false)]
    [InlineData("secret-of-this-test", false)]
    [InlineData("Bearer", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_bearer_token_admits_its_bearer_only(string? authorization, bool isAdmitted)
    {
        var token = new BearerToken("secret-of-this-test");
        Assert.Equal(isAdmitted, token.Admits(authorization));
        Assert.True(token.Admits(token.Header));
        Assert.DoesNotContain("secret", $"{token}", StringComparison.Ordinal);
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(name, key);
    }

    private static X509Certificate2 Sign(string name, ECDsa key)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
