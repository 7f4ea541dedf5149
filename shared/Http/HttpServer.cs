using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Primitives.Outcomes;

namespace Platform.Http;

/// <summary>A Kestrel server without a web host. The process that owns it starts it once and stops it once.</summary>
public sealed class HttpServer : IDisposable
{
    private const int Backlog = 512;

    private readonly HttpServerOptions _options;
    private readonly KestrelServer _kestrel;

    public HttpServer(HttpServerOptions options)
    {
        _options = options;
        _kestrel = new KestrelServer(
            Options.Create(KestrelOptions(options)),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions { NoDelay = true, Backlog = Backlog }), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>
    /// Binds, starts to serve, and returns the bound addresses. Unavailable: an address is in use or not of this machine. Denied: an address
    /// is not a loopback address and TLS is not configured.
    /// </summary>
    public async Task<Result<IPEndPoint[]>> StartAsync<T>(IHttpApplication<T> application, CancellationToken cancel)
        where T : notnull
    {
        if (_options is { Certificate: null, PlainBeyondLoopback: false } && _options.Endpoints.FirstOrDefault(endpoint => !IPAddress.IsLoopback(endpoint.Address)) is { } open)
            return new Fault(FaultKind.Denied, $"Cannot listen on {open} without TLS: it can be reached from other machines. Configure a certificate, or a loopback address such as 127.0.0.1.");
        try
        {
            await _kestrel.StartAsync(application, cancel);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return Refused(taken, "another process listens there; stop it or change");
        }
        catch (SocketException refused)
        {
            return Refused(refused, "choose an address of this machine and a port that this user may open with");
        }

        ICollection<string> bound = _kestrel.Features.Get<IServerAddressesFeature>()!.Addresses;
        return bound.Select(address => IPEndPoint.Parse(new Uri(address).Authority)).ToArray();
    }

    /// <summary>Closes the connections gracefully; those still open when the token is cancelled are aborted.</summary>
    public Task StopAsync(CancellationToken cancel) => _kestrel.StopAsync(cancel);

    public void Dispose() => _kestrel.Dispose();

    private static KestrelServerOptions KestrelOptions(HttpServerOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        options.Limit(kestrel.Limits);
        foreach (IPEndPoint endpoint in options.Endpoints)
        {
            kestrel.Listen(endpoint, listen =>
            {
                listen.Protocols = options.Protocol;
                if (options.Certificate is { } certificate)
                    listen.Use(next => TlsTransport.Secure(next, certificate, options.Protocol));
            });
        }

        return kestrel;
    }

    private Fault Refused(Exception cause, string remedy) => new(
        FaultKind.Unavailable, $"Cannot listen on {string.Join(", ", _options.Endpoints)}: {cause.GetBaseException().Message}; {remedy} {_options.AddressSetting}.");
}
