using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Model;

/// <summary>
/// The terms of one contract of the model: assets, tick and step, published precision, minimum notional, delivery. The first ten are those of the
/// recorded market. The next ten are of other kinds that the exchange lists (USDC margin, quarterly delivery, TradFi trading sessions, names that are not
/// ASCII or start with 1000). The rest is random, and includes ticks and steps that are not powers of ten and precisions with more decimals than the tick.
/// </summary>
internal sealed record ModelTerms(string Base, double Price, string Tick, string Step)
{
    /// <summary>The quote and margin asset of most contracts.</summary>
    public const string Dollar = AccountView.MarginAsset;

    private static readonly ModelTerms[] Recorded =
    [
        new("BTC", 103_500, "0.1", "0.001") { MinNotional = "100", PriceDecimals = 2 }, new("ETH", 2_520, "0.01", "0.001") { MinNotional = "20" },
        new("SOL", 168, "0.01", "0.01") { PriceDecimals = 4 }, new("XRP", 2.35, "0.0001", "0.1"), new("BNB", 645, "0.01", "0.01") { PriceDecimals = 3 },
        new("ADA", 0.745, "0.0001", "1") { PriceDecimals = 5 }, new("AVAX", 22.9, "0.001", "1") { PriceDecimals = 4 }, new("LINK", 15.6, "0.001", "0.01") { MinNotional = "20" },
        new("BCH", 395, "0.01", "0.001") { MinNotional = "20" }, new("ENA", 0.352, "0.0001", "1") { PriceDecimals = 7 },
    ];

    public string Quote { get; private init; } = Dollar;

    /// <summary>True for contracts that do not depend on the seed.</summary>
    public bool IsNamed { get; private init; } = true;

    /// <summary>Index of the contract whose price this contract follows; null for an independent price.</summary>
    public int? Leader { get; private init; }

    /// <summary>Delivery time, Unix ms; null for a perpetual contract.</summary>
    public long? Delivery_ms { get; private init; }

    public SessionCalendar? Calendar { get; private init; }

    /// <summary>Volatility as a fraction of the volatility of a coin.</summary>
    public double Volatility { get; private init; } = 1;

    private string ContractType { get; init; } = "PERPETUAL";

    private string MinNotional { get; init; } = "5";

    /// <summary>Published number of price decimals, when it is larger than the tick requires.</summary>
    private int PriceDecimals { get; init; }

    private int QuantityDecimals { get; init; }

    /// <summary>The terms of all contracts, ordered by size, the largest first.</summary>
    public static IEnumerable<ModelTerms> All(ulong seed, long start_ms)
    {
        ModelTerms[] named = [.. Recorded, .. Beside(start_ms)];
        string[] taken = [.. named.Where(terms => terms is { Quote: Dollar, Delivery_ms: null }).Select(terms => terms.Base)];
        return named.Concat(ModelNames.Bases.Except(taken).Select((name, i) => Draw(seed, name, named.Length + i)));
    }

    /// <summary>Builds the contract as exchangeInfo lists it.</summary>
    public ListingView List(int rank, long onboard_ms, int funding_hours, bool isNew)
    {
        ListingView listing = Contracts.Build(Base, Primitives.Numbers.Price.Parse(Tick), Quantity.Parse(Step), Primitives.Numbers.Price.FromUnits((long)(Price * 1e8)), rank, onboard_ms, funding_hours);
        Instrument built = listing.Instrument;
        string pair = Base + Quote;
        return listing with
        {
            Instrument = built with
            {
                Symbol = Delivery_ms is { } at_ms ? $"{pair}_{UnixTime.ToDateTimeOffset(at_ms):yyMMdd}" : pair,
                QuoteAsset = Quote, MarginAsset = Quote, ContractType = ContractType,
                Status = isNew ? InstrumentStatus.PendingTrading : built.Status,
                PricePrecision = Math.Max(PriceDecimals, built.PricePrecision), QuantityPrecision = Math.Max(QuantityDecimals, built.QuantityPrecision),
                MinNotional = Notional.Parse(MinNotional),
            },
            Delivery_ms = Delivery_ms ?? listing.Delivery_ms,
            UnderlyingType = Calendar?.Market ?? listing.UnderlyingType,
            UnderlyingSubType = Calendar is null ? listing.UnderlyingSubType : "TradFi",
        };
    }

    private static ModelTerms[] Beside(long start_ms)
    {
        long current_ms = QuarterAfter(start_ms), next_ms = QuarterAfter(current_ms);
        ModelTerms bitcoin = Recorded[0] with { Leader = 0 }, ether = Recorded[1] with { Leader = 1 };
        ModelTerms Quarterly(ModelTerms of, string type, long delivery_ms) => of with { ContractType = type, Delivery_ms = delivery_ms, MinNotional = "50" };
        return
        [
            bitcoin with { Quote = "USDC" }, ether with { Quote = "USDC" },
            Quarterly(bitcoin, "CURRENT_QUARTER", current_ms), Quarterly(bitcoin, "NEXT_QUARTER", next_ms),
            Quarterly(ether, "CURRENT_QUARTER", current_ms), Quarterly(ether, "NEXT_QUARTER", next_ms),
            new("XAU", 4_080, "0.05", "0.002") { ContractType = "TRADIFI_PERPETUAL", Calendar = SessionCalendar.Commodity, Volatility = 0.3, PriceDecimals = 3 },
            new("TSLA", 402, "0.01", "0.01") { ContractType = "TRADIFI_PERPETUAL", Calendar = SessionCalendar.Equity, Volatility = 0.6 },
            new("币安人生", 0.1425, "0.00005", "5") { PriceDecimals = 6 },
            new("1000PEPE", 0.0051, "0.0000025", "20"),
        ];
    }

    private static ModelTerms Draw(ulong seed, string name, int rank)
    {
        double price = Math.Pow(10, -2.3 + 3.4 * SeededStream.Of(seed, 0xC0, rank).Uniform());
        int magnitude = (int)Math.Floor(Math.Log10(price));
        long tick = FixedText.PowerOfTen(Math.Clamp(8 + magnitude - 3, 0, 8)), step = FixedText.PowerOfTen(Math.Clamp(8 - magnitude, 5, 8));
        SeededStream stream = SeededStream.Of(seed, 0xC1, rank);
        (int part, int times) = (new[] { 1, 1, 1, 2, 4 }[stream.Below(5)], new[] { 1, 1, 1, 2, 5 }[stream.Below(5)]);
        Price grid = Primitives.Numbers.Price.FromUnits(tick % part == 0 ? tick / part : tick);
        Quantity lot = Quantity.FromUnits(step * times);
        return new ModelTerms(name, price, grid.ToString(), lot.ToString())
        {
            IsNamed = false,
            MinNotional = name is "LTC" or "ETC" ? "20" : "5",
            PriceDecimals = stream.Below(3) == 0 ? Math.Min(8, DecimalsOf(grid.ToString()) + 1 + stream.Below(2)) : 0,
            QuantityDecimals = stream.Below(4) == 0 ? DecimalsOf(lot.ToString()) + 1 : 0,
        };
    }

    private static int DecimalsOf(string grid) => grid.IndexOf('.', StringComparison.Ordinal) is > 0 and var point ? grid.Length - point - 1 : 0;

    /// <summary>The first quarterly delivery time more than one hour after a time (Unix ms): 08:00 UTC on the last Friday of March, June, September or December.</summary>
    private static long QuarterAfter(long time_ms)
    {
        DateTimeOffset at = UnixTime.ToDateTimeOffset(time_ms);
        for (var month = new DateTimeOffset(at.Year, (at.Month + 2) / 3 * 3, 1, 8, 0, 0, TimeSpan.Zero); ; month = month.AddMonths(3))
        {
            DateTimeOffset last = month.AddMonths(1).AddDays(-1);
            long delivery_ms = last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Friday + 7) % 7)).ToUnixTimeMilliseconds();
            if (delivery_ms > time_ms + UnixTime.MillisecondsPerHour)
                return delivery_ms;
        }
    }
}
