using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Server;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.ExecutionFaults.Platforms;

/// <summary>The data process as far as an executor asks it: stored bars, for VWAP profiles.</summary>
internal sealed class StoredBars : Data.DataBase
{
    private const int BarsAtOnce = 288;

    /// <summary>Volume of a symbol's bar; by default it follows the hour. Set before the first query.</summary>
    public Func<string, Label, Quantity> VolumeOf { get; set; } = static (_, label) => Quantity.Of(50 + label.OfDay % 60);

    /// <summary>Starts a server of the bars on the port, in this process.</summary>
    public async Task<RpcServer> ServeAsync(int port)
    {
        RpcServer server = new RpcServerBuilder(new RpcServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, port)] }, NullLoggerFactory.Instance)
            .Add(Data.Descriptor, binder => Data.BindService(binder, this))
            .Build();
        Check.That((await server.StartAsync()).IsOk, $"port {port} is taken");
        return server;
    }

    public override async Task QueryBars(QueryBarsRequest request, IServerStreamWriter<BarBatch> responseStream, ServerCallContext context)
    {
        Label from = Label.Parse(request.BeginLabel).Value, to = Label.Parse(request.EndLabel).Value;
        foreach (string symbol in request.Symbols)
        {
            for (Label first = from; first <= to; first += BarsAtOnce)
            {
                var batch = new BarBatch();
                for (Label label = first; label <= to && label - first < BarsAtOnce; label += 1)
                    batch.Bars.Add(BarOf(symbol, label).ToWire(BarInterval.Parse(request.Interval).Value));
                await responseStream.WriteAsync(batch);
            }
        }
    }

    private Bar BarOf(string symbol, Label label)
    {
        Price price = Price.Of(100);
        Quantity volume = VolumeOf(symbol, label);
        SizeBuckets buys = default;
        buys[0] = new Flow(volume, price * volume, 1);
        return new Bar { Symbol = symbol, OpenTime_ms = label.Start_ms, CloseTime_ms = label.End_ms, Open = price, High = price, Low = price, Close = price, Buys = buys, BuyTradeCount = 1 };
    }
}
