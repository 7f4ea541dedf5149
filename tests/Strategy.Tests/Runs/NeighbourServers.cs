using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Strategy.Tests.Runs;

/// <summary>A data process and a coordinator over real gRPC on loopback, holding what the test gave them.</summary>
internal sealed class NeighbourServers : IAsyncDisposable
{
    private readonly RpcServer _server;
    private readonly RpcChannel _channel;

    private NeighbourServers(RpcServer server, RpcChannel channel, DataStore data, ReportLog reports) =>
        (_server, _channel, Data, Reports) = (server, channel, data, reports);

    public DataStore Data { get; }

    public ReportLog Reports { get; }

    public Wire.V1.Data.DataClient DataClient => new(_channel);

    public Coordinator.CoordinatorClient CoordinatorClient => new(_channel);

    public static async Task<NeighbourServers> StartAsync()
    {
        var data = new DataStore();
        var reports = new ReportLog();
        RpcServer server = new RpcServerBuilder(new RpcServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)] }, NullLoggerFactory.Instance)
            .Add(Wire.V1.Data.Descriptor, binder => Wire.V1.Data.BindService(binder, data))
            .Add(Coordinator.Descriptor, binder => Coordinator.BindService(binder, reports))
            .Build();
        Check.That((await server.StartAsync()).IsOk);
        return new NeighbourServers(server, RpcChannel.ForAddress(server.Endpoints[0].ToString()), data, reports);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>Bars and universe of the test, answered as the data process answers.</summary>
internal sealed class DataStore : Wire.V1.Data.DataBase
{
    private readonly ConcurrentDictionary<(string, string, long), BarEvent> _bars = new();

    public string[] Universe { get; set; } = [];

    /// <summary>Queries answered, as symbols@begin..end.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    public void Add(BarInterval interval, Bar bar) => _bars[(interval.Name, bar.Symbol, bar.OpenTime_ms)] = bar.ToWire(interval);

    public override Task<UniverseReply> GetUniverse(UniverseRequest request, ServerCallContext context)
    {
        var reply = new UniverseReply { Version = "v1" };
        reply.Symbols.AddRange(Universe);
        return Task.FromResult(reply);
    }

    public override Task<InstrumentsReply> GetInstruments(InstrumentsRequest request, ServerCallContext context)
    {
        var reply = new InstrumentsReply();
        reply.Instruments.AddRange(Universe.Select(symbol => new InstrumentRow { Symbol = symbol, BaseAsset = symbol[..^4], QuoteAsset = symbol[^4..] }));
        return Task.FromResult(reply);
    }

    public override async Task QueryBars(QueryBarsRequest request, IServerStreamWriter<BarBatch> responseStream, ServerCallContext context)
    {
        Queries.Enqueue($"{string.Join(',', request.Symbols)}@{request.BeginLabel}..{request.EndLabel}");
        long from = Label.Parse(request.BeginLabel).Value.Start_ms, to = Label.Parse(request.EndLabel).Value.Start_ms;
        foreach (string symbol in request.Symbols)
        {
            var batch = new BarBatch();
            batch.Bars.AddRange(_bars.Where(pair => pair.Key.Item1 == request.Interval && pair.Key.Item2 == symbol && pair.Key.Item3 >= from && pair.Key.Item3 <= to)
                .OrderBy(pair => pair.Key.Item3).Select(pair => pair.Value));
            await responseStream.WriteAsync(batch);
        }
    }
}

/// <summary>What the strategy reported.</summary>
internal sealed class ReportLog : Coordinator.CoordinatorBase
{
    public ConcurrentQueue<ComputedReport> Computed { get; } = new();

    /// <summary>Calls to refuse before answering again.</summary>
    public int Refusals { get; set; }

    public override Task<ReportReply> ReportComputed(ComputedReport request, ServerCallContext context)
    {
        if (Refusals-- > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "starting"));
        Computed.Enqueue(request);
        return Task.FromResult(new ReportReply { Accepted = true });
    }
}
