using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Events;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Http;
using Platform.Venue.Gateway.Rest.Accounts;
using Platform.Venue.Gateway.Rest.Market;
using Platform.Venue.Gateway.Rest.Trading;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;
using Platform.Venue.Gateway.WsApi;
using Platform.Venue.Market;
using Platform.Venue.Market.Files;
using Platform.Venue.Market.Upstream;
using Platform.Venue.Server.Control;
using Platform.Venue.Server.Options;

namespace Platform.Venue.Server;

/// <summary>The composition root of the venue: an exchange, its gateway, and one listening address. Start, then dispose.</summary>
internal sealed class VenueProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(800);
    private readonly Exchange _exchange;
    private readonly HttpServer _server;
    private readonly HttpEndpoint _endpoint;
    private readonly CancellationTokenSource _stopping;
    private readonly ITimer _sweeper;

    private VenueProcess(VenueOptions options, Exchange exchange, IReadOnlyList<ApiCredential> credentials, TimeProvider real, ILoggerFactory loggers)
    {
        _exchange = exchange;
        var keys = new KeyRing { StrictSignatures = options.StrictSignatures };
        _stopping = new CancellationTokenSource();
        var faults = new FaultPlan(options.Exchange.Seed, () => exchange.Clock.Now_ms);
        var messageFaults = new MessageFaults(faults, real);
        long Now_ms() => exchange.Clock.Now_ms + faults.Skew_ms;
        var precisions = new Precisions(exchange.Market);
        var topics = new TopicRegistry();
        var listenKeys = new ListenKeyRegister(options.Exchange.Seed, real);
        Connections = new StreamConnections(topics, listenKeys, options.Limits, options.Facts) { Deliver = messageFaults.Deliver };
        exchange.Subscribe(messageFaults);
        exchange.Subscribe(new MarketPublisher(topics, exchange.Market, precisions, options.Facts));
        exchange.Subscribe(new UserPublisher(topics, listenKeys, precisions, Now_ms));
        var sockets = new OpenSockets(Connections);
        Accounts = new AccountKeys(exchange, keys, listenKeys, credentials);
        var actions = new OperatorActions(exchange, keys, sockets, listenKeys);
        Faults = new FaultSchedule(faults, exchange.ScheduledActions, options.Faults, actions.ReadAction);
        var gate = new ApiGate(keys, new TimestampRule(options.Exchange.Speed, options.Facts.RecvWindowMax_ms), options.Limits, Now_ms) { IsStrict = options.StrictParameters };
        var orders = new OrderText(precisions, options.Compat2025, options.Facts);
        var accountFaults = new AccountFaults(faults);
        var routes = new RouteTable(
        [
            .. new GeneralRoutes(exchange, options.Limits, Now_ms).Routes,
            .. new TapeRoutes(exchange, precisions, options.Facts).Routes,
            .. new KlineRoutes(exchange, precisions).Routes,
            .. new TickerRoutes(exchange, precisions, options.Facts).Routes,
            .. new IndexRoutes(exchange).Routes,
            .. new StatisticsRoutes(exchange).Routes,
            .. new OrderRoutes(exchange, orders, accountFaults).Routes,
            .. new BatchRoutes(exchange, orders, accountFaults).Routes,
            .. new OrderQueryRoutes(exchange, orders).Routes,
            .. new AlgoRoutes(exchange, precisions).Routes,
            .. new AccountRoutes(exchange, new AccountText(precisions), accountFaults, options.Facts).Routes,
            .. new SettingRoutes(exchange).Routes,
            .. new IncomeRoutes(exchange).Routes,
            .. new ListenKeyRoutes(listenKeys, topics).Routes,
            .. new ControlRoutes(exchange, keys, sockets, listenKeys, faults, options.Token).Routes,
            .. new FaultRoutes(Faults, exchange, options.Token).Routes,
            .. new ActionRoutes(exchange, actions, Accounts, Faults, options.Token).Routes,
        ]);
        var faultGate = new FaultGate(gate, faults, real);
        ILogger log = loggers.CreateLogger<VenueProcess>();
        var settings = new SocketSettings(options.Sockets, options.Facts, real, _stopping.Token);
        var socketEndpoint = new SocketEndpoint(sockets, new WsApiMethods(routes), gate, faultGate, settings, log);
        _endpoint = new HttpEndpoint(routes, gate, faultGate, socketEndpoint, options.Facts, log);
        _server = new HttpServer(new HttpServerOptions
        {
            Endpoints = [options.Listen],
            Protocol = HttpProtocols.Http1,
            Certificate = options.Certificate,
            PlainBeyondLoopback = true,
            AddressSetting = "--listen",
            Limit = Limit,
        });
        _sweeper = real.CreateTimer(_ => listenKeys.Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public StreamConnections Connections { get; }

    private FaultSchedule Faults { get; }

    private AccountKeys Accounts { get; }

    /// <summary>Notices of the market source for the operator, such as skipped files.</summary>
    public IReadOnlyList<string> MarketNotices => _exchange.MarketNotices;

    /// <summary>The source of a mirrored market; null for other markets.</summary>
    public UpstreamSource? Upstream { get; private init; }

    /// <summary>The other exchanges of --also.</summary>
    public FrontServers Fronts { get; } = new();

    /// <summary>The address on which the venue listens; null before the start.</summary>
    public IPEndPoint? Endpoint { get; private set; }

    /// <summary>Builds the exchange and starts to listen; a fault when one of them is not possible.</summary>
    public static async Task<Result<VenueProcess>> StartAsync(VenueOptions options, TimeProvider real, ILoggerFactory loggers)
    {
        UpstreamSource? upstream = null;
        if (options.Exchange.Market == MarketKind.Upstream
            && (await UpstreamOpening.OpenAsync(new Uri(options.Exchange.MarketPath!), options.Exchange.Symbols, real, new UpstreamLog(loggers.CreateLogger<UpstreamLog>()), CancellationToken.None)).TryGet(out upstream, out Fault? unreachable) is false)
            return unreachable;
        IReadOnlyList<AccountSeed> seeds = [.. options.Accounts.Select(account => new AccountSeed(account.Key, account.Balance, account.FeeTier))];
        if (!Exchange.Create(options.Exchange with { Accounts = seeds }, real, MarketSources.Open, options.StatePath, upstream).TryGet(out Exchange? exchange, out Fault? fault))
            return fault;
        var credentials = new List<ApiCredential>();
        foreach (AccountOption account in options.Accounts)
        {
            if (!ApiCredential.Create(account.Key, account.Secret).TryGet(out ApiCredential? credential, out fault))
                return fault;
            credentials.Add(credential);
        }

        var venue = new VenueProcess(options, exchange, credentials, real, loggers) { Upstream = upstream };
        if ((venue.Accounts.Load().Fault ?? venue.Faults.Begin().Fault ?? await venue.Fronts.StartAsync(options, exchange, real) ?? await venue.ListenAsync()) is { } refused)
        {
            await venue.DisposeAsync();
            return refused;
        }

        exchange.Start();
        return venue;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var grace = new CancellationTokenSource(StopGrace);
        await Task.WhenAll(_server.StopAsync(grace.Token), Fronts.StopAsync(grace.Token));
        await _sweeper.DisposeAsync();
        await _exchange.DisposeAsync();
        if (Upstream is not null)
            await Upstream.DisposeAsync();
        _server.Dispose();
        Fronts.Dispose();
        _stopping.Dispose();
    }

    private async Task<Fault?> ListenAsync()
    {
        if (!(await _server.StartAsync(_endpoint, CancellationToken.None)).TryGet(out IPEndPoint[]? bound, out Fault? fault))
            return fault;
        Endpoint = bound[0];
        return null;
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = 64 << 20;
        limits.MaxRequestLineSize = 64 * 1024;
        limits.MaxRequestBufferSize = 1 << 20;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(10);
    }
}
