using Platform.Domain.Instruments;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Market.Upstream;

/// <summary>Opens a mirrored market: fetches the contracts and prices of the upstream exchange, then subscribes to its streams.</summary>
internal static class UpstreamOpening
{
    private const int DefaultSymbols = 10;
    private const int HistoryMinutes = 1_500;
    private const int MaxWithHistory = 100;

    /// <summary>Maximum number of contracts with depth, because each fetch of a book has a request weight of 20.</summary>
    private const int MaxBooks = 40;
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(60);
    private const long Delivery_ms = 4_133_404_800_000;

    /// <param name="address">The REST address. Streams use the same host, or for Binance its stream hosts.</param>
    /// <param name="symbols">Number of contracts, those with the largest turnover of the last day; 0 means 10.</param>
    public static async Task<Result<UpstreamSource>> OpenAsync(Uri address, int symbols, TimeProvider real, UpstreamLog log, CancellationToken cancel)
    {
        BinanceEndpoints endpoints = EndpointsOf(address);
        var rest = new BinanceRest(endpoints, new BinanceRestOptions(), new LocalWeightGate(real, new WeightGateOptions()), real, real);
        Result<UpstreamSource> opened = await OpenAsync(endpoints, rest, symbols == 0 ? DefaultSymbols : symbols, real, log, cancel);
        if (opened.IsOk)
            return opened;
        rest.Dispose();
        return new Fault(FaultKind.Unavailable, $"The upstream exchange at {address} cannot be mirrored: {opened.Fault.Message}");
    }

    public static BinanceEndpoints EndpointsOf(Uri address)
    {
        if (address.Host == BinanceEndpoints.Live.Rest.Host)
            return BinanceEndpoints.Live;
        if (address.Host == BinanceEndpoints.Testnet.Rest.Host)
            return BinanceEndpoints.Testnet;
        var streams = new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = "" };
        return new BinanceEndpoints(address, streams.Uri);
    }

    private static async Task<Result<UpstreamSource>> OpenAsync(BinanceEndpoints endpoints, BinanceRest rest, int symbols, TimeProvider real, UpstreamLog log, CancellationToken cancel)
    {
        var client = new BinanceMarketClient(rest);
        if (!(await client.GetInstrumentsAsync(cancel)).TryGet(out IReadOnlyList<Instrument>? listed, out Fault? fault)
            || !(await client.GetDayVolumesAsync(cancel)).TryGet(out IReadOnlyList<DayVolume>? volumes, out fault)
            || !(await client.GetPremiumIndexAsync(null, cancel)).TryGet(out IReadOnlyList<PremiumIndex>? premiums, out fault)
            || !(await client.GetFundingTermsAsync(cancel)).TryGet(out IReadOnlyList<FundingTerms>? terms, out fault))
            return fault;
        Dictionary<string, DayVolume> turnover = volumes.ToDictionary(row => row.Symbol, StringComparer.Ordinal);
        Instrument[] chosen = [.. listed
            .Where(row => row is { ContractType: "PERPETUAL", QuoteAsset: "USDT", Status: InstrumentStatus.Trading } && turnover.ContainsKey(row.Symbol) && premiums.Any(premium => premium.Symbol == row.Symbol))
            .OrderByDescending(row => turnover[row.Symbol].QuoteVolume.Units).ThenBy(row => row.Symbol, StringComparer.Ordinal).Take(symbols)];
        if (chosen.Length == 0)
            return new Fault(FaultKind.Invalid, "it lists no trading USDT perpetual contract.");

        var contracts = new List<UpstreamContract>();
        foreach (Instrument instrument in chosen)
        {
            Price mark = premiums.First(row => row.Symbol == instrument.Symbol).MarkPrice;
            ListingView listing = List(instrument, terms.FirstOrDefault(row => row.Symbol == instrument.Symbol), contracts.Count);
            double perMinute = turnover[instrument.Symbol].QuoteVolume.ToDouble() / 1_440;
            IReadOnlyList<MinuteBar> history = chosen.Length <= MaxWithHistory ? await HistoryAsync(client, instrument.Symbol, cancel) : [];
            contracts.Add(new UpstreamContract(listing, mark, perMinute, await FundingsAsync(client, instrument.Symbol, cancel), history));
        }

        if (!(await client.GetTimeAsync(cancel)).TryGet(out long server_ms, out fault))
            return fault;
        return Follow(endpoints, rest, client, contracts, server_ms, real, log);
    }

    private static UpstreamSource Follow(BinanceEndpoints endpoints, BinanceRest rest, BinanceMarketClient client, List<UpstreamContract> contracts, long now_ms, TimeProvider real, UpstreamLog log)
    {
        string[] names = [.. contracts.Select(contract => contract.Listing.Symbol)];
        string[] market = [.. names.Select(BinanceStream.AggTradeName), .. names.Select(BinanceStream.MarkPriceName)];
        var options = new StreamOptions();
        int books = Math.Min(names.Length, MaxBooks);
        var feed = new UpstreamFeed(client, names, publicConnection: (market.Length + options.StreamsPerConnection - 1) / options.StreamsPerConnection, books, log);
        string[] open = [.. names.Select(BinanceStream.BookTickerName), .. names.Take(books).Select(BinanceStream.DepthName)];
        var stream = new BinanceStream(endpoints, new SymbolTable(names), new StreamNames(market, open), options, feed, new Clocks(real, real));
        var stop = new CancellationTokenSource();
        Task running = Task.WhenAll(stream.RunAsync(stop.Token), WatchStatusAsync(client, names, feed, log, real, stop.Token));
        return new UpstreamSource(contracts, feed, books, now_ms, async () =>
        {
            feed.Stop();
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            rest.Dispose();
            stop.Dispose();
        });
    }

    /// <summary>Polls the status of the contracts, which may be halted, settled or closed.</summary>
    private static async Task WatchStatusAsync(BinanceMarketClient client, string[] names, UpstreamFeed feed, UpstreamLog log, TimeProvider real, CancellationToken cancel)
    {
        var known = names.ToDictionary(name => name, _ => InstrumentStatus.Trading, StringComparer.Ordinal);
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(StatusEvery, real, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return;
            if (!(await client.GetInstrumentsAsync(cancel)).TryGet(out IReadOnlyList<Instrument>? listed, out Fault? fault))
            {
                log.StatusUnavailable(fault.Message);
                continue;
            }

            Dictionary<string, InstrumentStatus> now = listed.ToDictionary(row => row.Symbol, row => row.Status, StringComparer.Ordinal);
            for (int symbol = 0; symbol < names.Length; symbol++)
            {
                InstrumentStatus status = now.GetValueOrDefault(names[symbol], InstrumentStatus.Closed);
                if (status != known[names[symbol]])
                    feed.StatusChanged(symbol, status);
                known[names[symbol]] = status;
            }
        }
    }

    private static ListingView List(Instrument instrument, FundingTerms? terms, int rank)
    {
        Rate cap = terms is null ? Rate.Parse(rank < 32 ? "0.003" : "0.02") : terms.Cap;
        Rate floor = terms is null ? Rate.FromUnits(-cap.Units) : terms.Floor;
        return new ListingView(
            instrument, Rate.Parse("0.0125"), Rate.Parse("0.05"), Rate.Parse("0.05"), terms?.IntervalHours ?? 8, cap, floor, Delivery_ms, "", Brackets.ForRank(rank));
    }

    /// <summary>Fetches the complete minutes before now; empty when the upstream exchange does not return them.</summary>
    private static async Task<IReadOnlyList<MinuteBar>> HistoryAsync(BinanceMarketClient client, string symbol, CancellationToken cancel)
    {
        Result<IReadOnlyList<Kline>> rows = await client.GetKlinesAsync(symbol, "1m", null, null, HistoryMinutes, cancel);
        return rows.IsOk ? [.. rows.Value.SkipLast(1).Select(ToBar)] : [];
    }

    private static async Task<IReadOnlyList<FundingView>> FundingsAsync(BinanceMarketClient client, string symbol, CancellationToken cancel)
    {
        Result<IReadOnlyList<FundingRate>> rows = await client.GetFundingRatesAsync(symbol, null, null, 100, cancel);
        return rows.IsOk ? [.. rows.Value.Select(row => new FundingView(symbol, row.Rate, row.FundingTime_ms, row.MarkPrice))] : [];
    }

    private static MinuteBar ToBar(Kline row) => new()
    {
        Open_ms = row.OpenTime_ms, Open = row.Open.Units, High = row.High.Units, Low = row.Low.Units, Close = row.Close.Units,
        Volume = Fit(row.Volume), BuyVolume = Fit(row.TakerBuyVolume), Quote = row.QuoteVolume.Units, BuyQuote = row.TakerBuyQuote.Units,
        Count = row.Trades, FirstId = -1, LastId = -1,
    };

    /// <summary>Limits the volume of a minute to 64 bits.</summary>
    private static long Fit(Volume volume) => (long)Int128.Min(volume.Units, long.MaxValue);
}
