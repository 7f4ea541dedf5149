using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Market.Model;

/// <summary>What the model knows of one contract before any trade: its terms and its statistics.</summary>
internal sealed record ModelContract(
    ListingView Listing, double BasePrice, double DailyVolatility, double Beta, double TradesPerSecond, double MeanTradeNotional, double DepthNotional, double SpreadShare)
{
    /// <summary>One in so many of the smaller contracts is listed, or delisted, within the first ten days.</summary>
    private const int OneIn = 40;

    /// <summary>What the house shows near its touch, in mean takers' orders; as recorded of the largest contracts.</summary>
    private const double DepthInTrades = 200;

    /// <summary>When trading begins; before the start for most.</summary>
    public long Listed_ms => Listing.Instrument.Onboard_ms;

    /// <summary>When the contract is delisted; never for most.</summary>
    public long Delisted_ms { get; private init; } = long.MaxValue;

    private static readonly (string Base, double Price, string Tick, string Step)[] Known =
    [
        ("BTC", 103_500, "0.1", "0.001"), ("ETH", 2_520, "0.01", "0.001"), ("SOL", 168, "0.01", "0.01"), ("XRP", 2.35, "0.0001", "0.1"),
        ("BNB", 645, "0.01", "0.01"), ("ADA", 0.745, "0.0001", "1"), ("AVAX", 22.9, "0.001", "1"), ("LINK", 15.6, "0.001", "0.01"),
        ("BCH", 395, "0.01", "0.001"), ("ENA", 0.352, "0.0001", "1"),
    ];

    public double Tick => Listing.Instrument.Price.Tick.ToDouble();

    public long TickUnits => Listing.Instrument.Price.Tick.Units;

    public long StepUnits => Listing.Instrument.Lot.Step.Units;

    public static ModelContract[] Build(ulong seed, int count, long start_ms)
    {
        var contracts = new ModelContract[Math.Min(count, ModelNames.Bases.Length)];
        for (int i = 0; i < contracts.Length; i++)
            contracts[i] = Describe(seed, i, start_ms);
        return contracts;
    }

    private static ModelContract Describe(ulong seed, int rank, long start_ms)
    {
        SeededStream stream = SeededStream.Of(seed, 0xC0, rank);
        double price = rank < Known.Length ? Known[rank].Price : Math.Pow(10, -2.3 + 3.4 * stream.Uniform());
        int magnitude = (int)Math.Floor(Math.Log10(price));
        Price tick = rank < Known.Length ? Price.Parse(Known[rank].Tick) : Price.FromUnits(FixedText.PowerOfTen(Math.Clamp(8 + magnitude - 3, 0, 8)));
        Quantity step = rank < Known.Length ? Quantity.Parse(Known[rank].Step) : Quantity.FromUnits(FixedText.PowerOfTen(Math.Clamp(8 - magnitude, 5, 8)));
        double size = Math.Pow(rank + 1, -0.85);
        int[] hours = [8, 8, 4, 4, 4, 1];
        int funding = rank < Known.Length ? (rank == 9 ? 4 : 8) : hours[stream.Below(hours.Length)];
        string baseAsset = ModelNames.Bases[rank];
        long onboard_ms = start_ms - 86_400_000L * (400 + stream.Below(1_200));
        bool isNew = rank >= Known.Length && stream.Below(OneIn) == 0, ends = rank >= Known.Length && stream.Below(OneIn) == 0;
        if (isNew)
            onboard_ms = start_ms + 60_000L * (30 + stream.Below(5 * 1440));
        ListingView listing = Contracts.Build(baseAsset, tick, step, Price.FromUnits((long)(price * Price.One)), rank, onboard_ms, funding);
        if (isNew)
            listing = listing with { Instrument = listing.Instrument with { Status = InstrumentStatus.PendingTrading } };
        double meanTrade = 290 + 1_700 * size;
        double volatility = rank == 0 ? 0.022 : 0.03 + 0.03 * stream.Uniform() + 0.00002 * rank;
        return new ModelContract(
            listing, price, volatility, 0.7 + 0.7 * stream.Uniform(), Math.Max(0.12, 10 * size), meanTrade, meanTrade * DepthInTrades,
            Math.Max(tick.ToDouble() / price, 0.0000012 * rank))
        {
            Delisted_ms = ends && !isNew ? start_ms + 60_000L * (1440 + stream.Below(9 * 1440)) : long.MaxValue,
        };
    }
}
