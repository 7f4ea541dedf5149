using Grpc.Core;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Strategy.History;

/// <summary>Queries the data process for what the bus did not deliver: history at the start, lost bars, the universe.</summary>
internal sealed class BarQueries(Data.DataClient data, TimeProvider realTime)
{
    private const int SymbolsPerQuery = 50;
    private static readonly TimeSpan s_queryLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_shortLimit = TimeSpan.FromSeconds(3);

    /// <summary>Symbols of the universe in force at the time, ordinal order; Unavailable when data does not answer.</summary>
    public async Task<Result<IReadOnlyList<string>>> UniverseAsync(long asOf_ms, CancellationToken cancel)
    {
        try
        {
            UniverseReply reply = await data.GetUniverseAsync(new UniverseRequest { Version = "v1", AsOfMs = asOf_ms }, Limited(s_shortLimit, cancel));
            return Result<IReadOnlyList<string>>.Ok([.. reply.Symbols.Order(StringComparer.Ordinal)]);
        }
        catch (RpcException refused)
        {
            return NotAnswered("the universe", refused);
        }
    }

    /// <summary>Maps exchange symbols to system names, from the assets of each contract.</summary>
    public async Task<Result<IReadOnlyDictionary<string, string>>> SystemNamesAsync(CancellationToken cancel)
    {
        try
        {
            InstrumentsReply reply = await data.GetInstrumentsAsync(new InstrumentsRequest(), Limited(s_shortLimit, cancel));
            return reply.Instruments.ToDictionary(row => row.Symbol, row => Instrument.SystemNameOf(row.BaseAsset, row.QuoteAsset), StringComparer.Ordinal);
        }
        catch (RpcException refused)
        {
            return NotAnswered("instruments", refused);
        }
    }

    /// <summary>Reads bars with open time in [from, to] into the history; returns the number read.</summary>
    public async Task<Result<int>> ReadAsync(
        MarketHistory into, BarInterval interval, IReadOnlyList<string> symbols, long from_ms, long to_ms, CancellationToken cancel)
    {
        int read = 0;
        foreach (string[] part in symbols.Chunk(SymbolsPerQuery))
        {
            var request = new QueryBarsRequest { BeginLabel = Label.At(from_ms).ToString(), EndLabel = Label.At(to_ms).ToString(), Interval = interval.Name };
            request.Symbols.AddRange(part);
            try
            {
                using AsyncServerStreamingCall<BarBatch> call = data.QueryBars(request, Limited(s_queryLimit, cancel));
                while (await call.ResponseStream.MoveNext(cancel))
                    read += Take(into, interval, call.ResponseStream.Current);
            }
            catch (RpcException refused)
            {
                return NotAnswered($"{interval} bars of {part.Length} symbols", refused);
            }
        }

        return read;
    }

    /// <summary>Reads settled funding rates and premium index bars between two labels, both inclusive.</summary>
    public async Task<Result<Done>> ReadFundingAndPremiumAsync(MarketHistory into, IReadOnlyList<string> symbols, Label from, Label to, CancellationToken cancel)
    {
        var request = new RangeRequest { BeginLabel = from.ToString(), EndLabel = to.ToString() };
        request.Symbols.AddRange(symbols);
        try
        {
            if (into.Needs.FundingPoints > 0)
            {
                foreach (FundingEvent row in (await data.QueryFundingAsync(request, Limited(s_queryLimit, cancel))).Rows)
                    into.AddFunding(row);
            }

            if (into.Needs.PremiumBars > 0)
            {
                foreach (PremiumIndexEvent row in (await data.QueryPremiumIndexAsync(request, Limited(s_queryLimit, cancel))).Rows)
                    into.AddPremium(row);
            }

            return Done.Value;
        }
        catch (RpcException refused)
        {
            return NotAnswered("funding rates and premium index", refused);
        }
    }

    private static int Take(MarketHistory into, BarInterval interval, BarBatch batch)
    {
        var bars = new List<Bar>(batch.Bars.Count);
        foreach (BarEvent wire in batch.Bars)
        {
            if (wire.ToDomain().TryGet(out Bar? bar, out Fault? _) && bar.Quality != BarQuality.Suspect)
                bars.Add(bar);
        }

        foreach (IGrouping<string, Bar> ofSymbol in bars.GroupBy(bar => bar.Symbol, StringComparer.Ordinal))
            into.Add(interval, ofSymbol.Key, ofSymbol.ToArray());
        return bars.Count;
    }

    private CallOptions Limited(TimeSpan limit, CancellationToken cancel) => new(deadline: realTime.GetUtcNow().UtcDateTime + limit, cancellationToken: cancel);

    private static Fault NotAnswered(string what, RpcException refused) =>
        new(FaultKind.Unavailable, $"the data process did not return {what}: {refused.Status.StatusCode} {refused.Status.Detail}", IsTransient: true);
}

/// <summary>Converts funding and premium rows from the wire to the history, as doubles for statistics.</summary>
internal static class FundingMapping
{
    public static void AddFunding(this MarketHistory history, FundingEvent row) =>
        history.AddFunding(row.Symbol, row.FundingTimeMs, Rate.FromUnits(row.Rate).ToDouble());

    public static void AddPremium(this MarketHistory history, PremiumIndexEvent row) => history.AddPremium(row.Symbol, new Bar
    {
        Symbol = row.Symbol,
        OpenTime_ms = row.OpenTimeMs,
        CloseTime_ms = row.OpenTimeMs + Domain.Labels.Label.Length_ms,
        Open = Price.FromUnits(row.Open),
        High = Price.FromUnits(row.High),
        Low = Price.FromUnits(row.Low),
        Close = Price.FromUnits(row.Close),
    });
}
