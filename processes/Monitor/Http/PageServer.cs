using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Http;

/// <summary>The HTTP server of the page's port. Started and stopped once by the process.</summary>
internal sealed class PageServer(IPEndPoint endpoint, X509Certificate2? certificate, Func<HttpContext, Task> handle, ILogger log) : IDisposable
{
    private const int BodyBytesMax = 64 * 1024;
    private const int ConnectionsMax = 500;

    private readonly HttpServer _http = new(new HttpServerOptions
    {
        Endpoints = [endpoint],
        Protocol = HttpProtocols.Http1,
        Certificate = certificate,
        AddressSetting = "network.monitor_http in config/platform.yaml",
        Limit = limits =>
        {
            limits.MaxRequestBodySize = BodyBytesMax;
            limits.MaxConcurrentConnections = ConnectionsMax;
        },
    });

    /// <summary>Binds the port and serves. Unavailable when the port is in use.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel) =>
        (await _http.StartAsync(new RequestApplication(handle, log), cancel)).Fault is { } fault ? new Fault(fault.Kind, $"The page: {fault.Message}") : Done.Value;

    public Task StopAsync(CancellationToken cancel) => _http.StopAsync(cancel);

    public void Dispose() => _http.Dispose();
}
