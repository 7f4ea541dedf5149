using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Model;

/// <summary>The parameters of one contract of the model: its terms and its statistical parameters.</summary>
internal sealed record ModelContract(
    ListingView Listing, double BasePrice, double DailyVolatility, double Beta, double TradesPerSecond, double MeanTradeNotional, double DepthNotional, double SpreadShare)
{
    /// <summary>One of this number of smaller contracts is listed, and one is delisted, within the first ten days.</summary>
    private const int OneIn = 40;

    /// <summary>Depth of the market maker near the best price, in multiples of the mean taker order, as in recordings of the largest contracts.</summary>
    private const double DepthInTrades = 200;

    private const double ClosedPace = 0.1;
    private const long HalfYear_ms = 182 * UnixTime.MillisecondsPerDay;

    /// <summary>Time at which trading starts, Unix ms; for most contracts before the start of the market.</summary>
    public long Listed_ms => Listing.Instrument.Onboard_ms;

    /// <summary>Time at which the contract is delisted, Unix ms; <see cref="long.MaxValue"/> for most contracts.</summary>
    public long Delisted_ms { get; private init; } = long.MaxValue;

    /// <summary>Index of the contract whose price this contract follows (the leader); null for an independent price.</summary>
    public int? Leader { get; private init; }

    /// <summary>Difference of the log price from the leader's: a constant, and a yearly rate for the time until delivery.</summary>
    private (double Constant, double PerYear) Carry { get; init; }

    /// <summary>The trading sessions of the underlying's market; null when it is always open.</summary>
    private SessionCalendar? Calendar { get; init; }

    public double Tick => Listing.Instrument.Price.Tick.ToDouble();

    public long TickUnits => Listing.Instrument.Price.Tick.Units;

    public long StepUnits => Listing.Instrument.Lot.Step.Units;

    /// <summary>Difference of the log price from the leader's at a time, Unix ms.</summary>
    public double CarryAt(long now_ms) => Carry.Constant + Carry.PerYear * Math.Max(0, Listing.Delivery_ms - now_ms) / (365.25 * UnixTime.MillisecondsPerDay);

    /// <summary>Relative activity at a time, Unix ms: 1 while the underlying's market is open, less while it is closed.</summary>
    public double PaceAt(long now_ms) => Calendar is null || Calendar.At(now_ms).Type != SessionCalendar.Closed ? 1 : ClosedPace;

    public static ModelContract[] Build(ulong seed, int count, long start_ms)
    {
        var contracts = new List<ModelContract>();
        foreach (ModelTerms terms in ModelTerms.All(seed, start_ms).Take(count))
            contracts.Add(Describe(seed, contracts, terms, start_ms));
        return [.. contracts];
    }

    private static ModelContract Describe(ulong seed, List<ModelContract> before, ModelTerms terms, long start_ms)
    {
        int rank = before.Count;
        SeededStream stream = SeededStream.Of(seed, 0xC0, rank);
        if (!terms.IsNamed)
            stream.Uniform(); // Skips the number from which the terms have drawn the price.
        double size = Math.Pow(rank + 1, -0.85);
        int[] hours = [8, 8, 4, 4, 4, 1];
        int funding = terms.IsNamed ? (rank == 9 ? 4 : 8) : hours[stream.Below(hours.Length)];
        long onboard_ms = terms.Delivery_ms is { } delivery_ms ? delivery_ms - HalfYear_ms : start_ms - 86_400_000L * (400 + stream.Below(1_200));
        bool isNew = !terms.IsNamed && stream.Below(OneIn) == 0, ends = !terms.IsNamed && stream.Below(OneIn) == 0;
        if (isNew)
            onboard_ms = start_ms + 60_000L * (30 + stream.Below(5 * 1440));
        ListingView listing = terms.List(rank, onboard_ms, funding, isNew);
        double meanTrade = 290 + 1_700 * size;
        double volatility = rank == 0 ? 0.022 : 0.03 + 0.03 * stream.Uniform() + 0.00002 * rank;
        ModelContract? leader = terms.Leader is { } place ? before[place] : null;
        return new ModelContract(
            listing, terms.Price, leader?.DailyVolatility ?? volatility * terms.Volatility, leader?.Beta ?? 0.7 + 0.7 * stream.Uniform(), Math.Max(0.12, 10 * size), meanTrade, meanTrade * DepthInTrades,
            Math.Max(listing.Instrument.Price.Tick.ToDouble() / terms.Price, 0.0000012 * rank))
        {
            Leader = terms.Leader,
            Carry = (terms.Quote == ModelTerms.Dollar ? 0 : -0.0002, terms.Delivery_ms is null ? 0 : 0.055),
            Calendar = terms.Calendar,
            Delisted_ms = terms.Delivery_ms ?? (ends && !isNew ? start_ms + 60_000L * (1440 + stream.Below(9 * 1440)) : long.MaxValue),
        };
    }
}
