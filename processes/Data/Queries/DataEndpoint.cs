using Grpc.Core;
using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Store;
using Platform.Data.Reference;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Data.Queries;

/// <summary>The gRPC service Data: answers from memory, day files and the universe. Read-only.</summary>
internal sealed class DataEndpoint(
    BarStore store, UniverseRegistry universe, UniverseFiles universeFiles, FundingFiles funding, PremiumFiles premium, TimeProvider clock)
    : Wire.V1.Data.DataBase
{
    private const int BarsPerBatch = 500;
    private const int SymbolsMax = 2_000;

    private readonly BarQuery _bars = new(store.Memory, store.Files);

    public override async Task QueryBars(QueryBarsRequest request, IServerStreamWriter<BarBatch> responseStream, ServerCallContext context)
    {
        (Label begin, Label end) = Range(request.BeginLabel, request.EndLabel);
        BarInterval interval = Require(BarInterval.Parse(request.Interval.Length == 0 ? "5m" : request.Interval));
        foreach (string symbol in SymbolsOf(request.Symbols, end))
        {
            var batch = new BarBatch();
            foreach (BarRow row in Require(_bars.Read(symbol, begin, end, interval)))
            {
                batch.Bars.Add(row.ToBar(symbol, interval).ToWire(interval));
                if (batch.Bars.Count < BarsPerBatch)
                    continue;
                await responseStream.WriteAsync(batch, context.CancellationToken);
                batch = new BarBatch();
            }

            if (batch.Bars.Count > 0)
                await responseStream.WriteAsync(batch, context.CancellationToken);
        }
    }

    public override Task<UniverseReply> GetUniverse(UniverseRequest request, ServerCallContext context)
    {
        long asOf_ms = request.AsOfMs > 0 ? request.AsOfMs : clock.NowMilliseconds();
        string version = request.Version.Length > 0 ? request.Version : universeFiles.Version;
        (long day_ms, IReadOnlyList<UniverseMember> members) = Require(universeFiles.AsOf(asOf_ms, version));
        return Task.FromResult(new UniverseReply { Version = version, Date = DayFiles.DayOf(day_ms), Symbols = { members.Select(member => member.Symbol) } });
    }

    public override Task<FundingReply> QueryFunding(RangeRequest request, ServerCallContext context)
    {
        (Label begin, Label end) = Range(request.BeginLabel, request.EndLabel);
        var reply = new FundingReply();
        foreach (string symbol in SymbolsOf(request.Symbols, end))
            reply.Rows.AddRange(Require(funding.Read(symbol, begin.Start_ms, end.End_ms)));
        return Task.FromResult(reply);
    }

    public override Task<PremiumIndexReply> QueryPremiumIndex(RangeRequest request, ServerCallContext context)
    {
        (Label begin, Label end) = Range(request.BeginLabel, request.EndLabel);
        var reply = new PremiumIndexReply();
        foreach (string symbol in SymbolsOf(request.Symbols, end))
            reply.Rows.AddRange(Require(premium.Read(symbol, begin.Start_ms, end.End_ms)));
        return Task.FromResult(reply);
    }

    public override Task<CompletenessReply> GetCompleteness(CompletenessRequest request, ServerCallContext context)
    {
        Label label = Require(Label.Parse(request.Label));
        var reply = new CompletenessReply { Label = label.ToString() };
        foreach (string symbol in universe.At(label))
        {
            if (!store.Memory.TryGet(symbol, label.Start_ms, out BarRow row))
                reply.Missing.Add(symbol);
            else if (row.Quality == BarQuality.Suspect)
                reply.Suspect.Add(symbol);
            else
                reply.Complete.Add(symbol);
        }

        reply.Degraded = reply.Missing.Count + reply.Suspect.Count > 0;
        return Task.FromResult(reply);
    }

    public override Task<InstrumentsReply> GetInstruments(InstrumentsRequest request, ServerCallContext context) =>
        Task.FromResult(new InstrumentsReply { Instruments = { universe.Instruments.Select(instrument => instrument.ToWire()) } });

    private static (Label Begin, Label End) Range(string begin, string end)
    {
        Label first = Require(Label.Parse(begin)), last = Require(Label.Parse(end));
        if (first > last)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"begin label {first} is after end label {last}; expected begin not later than end."));
        return (first, last);
    }

    private IReadOnlyList<string> SymbolsOf(IReadOnlyList<string> asked, Label label)
    {
        if (asked.Count > SymbolsMax)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"{asked.Count} symbols requested; expected at most {SymbolsMax}."));
        return asked.Count > 0 ? asked : universe.At(label);
    }

    private static T Require<T>(Result<T> result)
    {
        if (result.TryGet(out T? value, out Fault? fault))
            return value;
        StatusCode code = fault.Kind switch
        {
            FaultKind.Invalid => StatusCode.InvalidArgument,
            FaultKind.NotFound => StatusCode.NotFound,
            FaultKind.Exhausted => StatusCode.ResourceExhausted,
            _ => StatusCode.Internal,
        };
        throw new RpcException(new Status(code, fault.Message));
    }
}
