using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Http;

/// <summary>The page's HTTP port: Kestrel without a web host around it. Started and stopped once by the process.</summary>
internal sealed partial class PageServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly IPEndPoint _endpoint;
    private readonly Application _application;

    public PageServer(IPEndPoint endpoint, Func<HttpContext, Task> handle, ILogger log)
    {
        _endpoint = endpoint;
        _application = new Application(handle, log);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 64 * 1024;
        options.Limits.MaxConcurrentConnections = 500;
        options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        _kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Binds and serves. Unavailable when the port is taken.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel)
    {
        try
        {
            await _kestrel.StartAsync(_application, cancel);
            return Done.Value;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return new Fault(FaultKind.Unavailable, $"The page's port is taken: {_endpoint}. Stop what listens there or set network.monitor_http in config/platform.yaml.");
        }
        catch (System.Net.Sockets.SocketException refused)
        {
            return new Fault(FaultKind.Unavailable, $"The page cannot listen on {_endpoint}: {refused.Message}. Set network.host and network.monitor_http in config/platform.yaml.");
        }
    }

    public Task StopAsync(CancellationToken cancel) => _kestrel.StopAsync(cancel);

    public ValueTask DisposeAsync()
    {
        _kestrel.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed partial class Application(Func<HttpContext, Task> handle, ILogger log) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            try
            {
                await handle(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The caller went away.
            }
            catch (Exception fault)
            {
                RequestFailed(fault, context.Request.Path);
                if (!context.Response.HasStarted)
                    context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }

        [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
        private partial void RequestFailed(Exception fault, string path);
    }
}
