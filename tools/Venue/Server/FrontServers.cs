using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Fronts;
using Platform.Venue.Server.Options;

namespace Platform.Venue.Server;

/// <summary>The other exchanges of --also: each a protocol over the same market, at an address of its own.</summary>
internal sealed class FrontServers : IDisposable
{
    private readonly List<(string Exchange, HttpServer Server)> _servers = [];
    private readonly List<(string Exchange, IPEndPoint Endpoint)> _addresses = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Where each listens.</summary>
    public IReadOnlyList<(string Exchange, IPEndPoint Endpoint)> Addresses => _addresses;

    /// <summary>Subscribes to the exchange, which has not started, and listens; a fault when an address is taken.</summary>
    public async Task<Fault?> StartAsync(VenueOptions options, Exchange exchange, TimeProvider real)
    {
        foreach ((string name, IPEndPoint listen) in options.Also)
        {
            IFrontProtocol protocol = name switch { "okx" => new OkxFront(), "hyperliquid" => new HyperliquidFront(), _ => new ParadexFront() };
            var market = new FrontMarket(exchange.Market.Listings().Where(FrontContract.IsListed).Select(protocol.List), protocol.Terms, exchange.Market, options.Exchange.Seed);
            var clients = new FrontClients(market);
            exchange.Subscribe(clients);
            var server = new HttpServer(new HttpServerOptions
            {
                Endpoints = [listen],
                Protocol = HttpProtocols.Http1,
                Certificate = options.Certificate,
                PlainBeyondLoopback = true,
                AddressSetting = "--also",
                Limit = limits => limits.MinResponseDataRate = null,
            });
            _servers.Add((name, server));
            if (!(await server.StartAsync(new FrontEndpoint(protocol, clients, options.Sockets, real, _stopping.Token), CancellationToken.None)).TryGet(out IPEndPoint[]? bound, out Fault? fault))
                return fault;
            _addresses.Add((name, bound[0]));
        }

        return null;
    }

    public async Task StopAsync(CancellationToken grace)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_servers.Select(pair => pair.Server.StopAsync(grace)));
    }

    public void Dispose()
    {
        _servers.ForEach(pair => pair.Server.Dispose());
        _stopping.Dispose();
    }
}
