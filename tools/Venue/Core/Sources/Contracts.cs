using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Sources;

/// <summary>Builds the terms of a contract from its tick and step, with values as on the exchange.</summary>
internal static class Contracts
{
    private const long Perpetual_ms = 4_133_404_800_000;

    /// <summary>Number of contracts, from the largest on, that accept RPI orders; the exchange also accepts them for a selection only.</summary>
    private const int LargestForRpi = 100;

    /// <param name="rank">Rank by size, 0 for the largest contract; determines brackets and price bounds.</param>
    public static ListingView Build(string baseAsset, Price tick, Quantity step, Price price, int rank, long onboard_ms, int funding_hours = 8)
    {
        long perLot = Math.Max(1, Notional.Parse("50000000").DivideBy(price).TruncateTo(step).Units / Math.Max(1, step.Units));
        Quantity most = Quantity.FromUnits(checked(Math.Min(perLot, long.MaxValue / 4 / step.Units) * step.Units));
        var instrument = new Instrument
        {
            Symbol = baseAsset + "USDT",
            BaseAsset = baseAsset,
            QuoteAsset = "USDT",
            Onboard_ms = onboard_ms,
            PricePrecision = Decimals(tick.Units),
            QuantityPrecision = Decimals(step.Units),
            Price = new PriceFilter(tick, Price.FromUnits(Top(price, tick)), tick),
            Lot = new LotSize(step, most, step),
            MarketLot = new LotSize(step, Quantity.FromUnits(Math.Max(step.Units, most.Units / 8 / step.Units * step.Units)), step),
            MinNotional = Notional.Parse(rank == 0 ? "100" : rank == 1 ? "20" : "5"),
            PercentPrice = rank < 32
                ? new PercentPrice(Rate.Parse("1.05"), Rate.Parse("0.95"))
                : new PercentPrice(Rate.Parse("1.1"), Rate.Parse("0.9")),
            MaxOrders = 200,
        };
        Rate cap = Rate.Parse(rank < 32 ? "0.003" : "0.02");
        return new ListingView(
            instrument, Rate.Parse("0.0125"), Rate.Parse(rank < 32 ? "0.05" : "0.1"), Rate.Parse(rank < 32 ? "0.05" : "0.1"), funding_hours,
            cap, Rate.FromUnits(-cap.Units), Perpetual_ms, rank < 10 ? "PoW" : "Layer-1", Brackets.ForRank(rank))
        {
            TakesRpi = rank < LargestForRpi,
        };
    }

    private static int Decimals(long units)
    {
        int decimals = 8;
        for (; decimals > 0 && units % 10 == 0; units /= 10)
            decimals--;
        return decimals;
    }

    /// <summary>The maximum price: at least twenty times the price, as a power of ten rounded down to the tick.</summary>
    private static long Top(Price price, Price tick)
    {
        long top = 1;
        while (top < price.Units / 1_000 * 20_000 + tick.Units * 1_000)
            top *= 10;
        return top / tick.Units * tick.Units;
    }
}
