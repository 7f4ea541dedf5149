using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Pricing;

/// <summary>Computes index price, mark price, premium and estimated funding rate of every symbol once per virtual second (spec/binance-usdm.md §8).</summary>
internal sealed class PricingEngine
{
    private const long ImpactMargin = 200;
    private const long PremiumEvery_ms = 5_000;

    /// <summary>Number of premium index samples per minute.</summary>
    public const int PremiumsPerMinute = 12;
    private static readonly long Clamp = Rate.Parse("0.0005").Units;

    private readonly CoreState _state;
    private readonly PriceSamples[] _samples;

    public PricingEngine(CoreState state)
    {
        _state = state;
        _samples = new PriceSamples[state.Symbols.Length];
        int minutes = TapeDepth.For(_samples.Length, state.Options.History).Minutes / (_samples.Length > 50 ? 4 : 1);
        for (int i = 0; i < _samples.Length; i++)
        {
            IReadOnlyList<FundingView> past = state.Source.FundingHistory(i);
            _samples[i] = new PriceSamples(minutes, state.Now_ms / 60_000)
            {
                NextFunding_ms = NextFunding(state.Symbols[i].Listing, state.Now_ms),
                LastFundingRate = past.Count > 0 ? past[^1].FundingRate : state.Symbols[i].Listing.View.HasFunding ? InterestRate : Rate.Zero,
            };
            Histories.Add([.. past]);
        }
    }

    public static Rate InterestRate { get; } = Rate.Parse("0.0001");

    /// <summary>Settled fundings by symbol index, ascending by time.</summary>
    public List<List<FundingView>> Histories { get; } = [];

    public PriceSamples SamplesOf(Listing listing) => _samples[listing.Index];

    public void Tick(SymbolState symbol)
    {
        Listing listing = symbol.Listing;
        PriceSamples samples = _samples[listing.Index];
        long index = _state.Source.IndexPrice(listing.Index, _state.Now_ms).Units;
        long mid = Mid(symbol);
        long average = samples.AddBasis(mid - index);
        long untilFunding_ms = Math.Max(0, samples.NextFunding_ms - _state.Now_ms);
        long length_ms = listing.View.FundingInterval_hours * UnixTime.MillisecondsPerHour;
        long first = index + (long)((Int128)index * samples.LastFundingRate.Units * untilFunding_ms / length_ms / Rate.Parse("1").Units);
        long mark = _state.Source.MarkPrice(listing.Index)?.Units ?? Median(first, index + average, listing.LastPrice.Units);
        listing.IndexPrice = Price.FromUnits(index);
        listing.MarkPrice = Price.FromUnits(mark);
        ref PriceMinute minute = ref samples.Minute(_state.Now_ms);
        if (_state.Now_ms % PremiumEvery_ms == 0)
        {
            samples.AddPremium(PremiumIndex(symbol, index));
            minute.Premium.Add(samples.Premium);
        }

        minute.Mark.Add(mark);
        samples.AddMark(mark);
        minute.Index.Add(index);
        if (_state.Events.HasListeners)
            _state.Events.MarkPriceTicked(Show(listing));
    }

    public PremiumView Show(Listing listing)
    {
        PriceSamples samples = _samples[listing.Index];
        return new PremiumView(
            listing.Symbol, listing.MarkPrice, Price.FromUnits(samples.MarkAverage == 0 ? listing.MarkPrice.Units : samples.MarkAverage), listing.IndexPrice, listing.IndexPrice, samples.LastFundingRate,
            Estimate(listing), InterestRate, listing.View.HasFunding ? samples.NextFunding_ms : 0, _state.Now_ms);
    }

    /// <summary>The estimated funding rate: the recorded rate if there is one, else [avgP + clamp(I − avgP, ±0.05 %)] / (8/N) within cap and floor.</summary>
    public Rate Estimate(Listing listing)
    {
        if (!listing.View.HasFunding)
            return Rate.Zero;
        PriceSamples samples = _samples[listing.Index];
        if (_state.Source.RecordedFunding(listing.Index, samples.NextFunding_ms) is { } recorded)
            return recorded;
        return Formula(samples.AveragePremium, listing.View.FundingInterval_hours, listing.View.FundingCap, listing.View.FundingFloor);
    }

    public static Rate Formula(long averagePremium, int interval_hours, Rate cap, Rate floor)
    {
        long raw = averagePremium + Math.Clamp(InterestRate.Units - averagePremium, -Clamp, Clamp);
        long rate = raw * interval_hours / 8;
        if (cap.Units > 0)
            rate = Math.Min(rate, cap.Units);
        return Rate.FromUnits(floor.Units < 0 ? Math.Max(rate, floor.Units) : rate);
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        for (int i = 0; i < _samples.Length; i++)
        {
            string symbol = _state.Symbols[i].Listing.Symbol;
            _samples[i].Serialize(serializer);
            serializer.List(Histories[i], row => new FundingView(symbol, serializer.Value(row?.FundingRate ?? default), serializer.Value(row?.Funding_ms ?? 0), serializer.Value(row?.MarkPrice ?? default)));
        }
    }

    /// <summary>An average premium for which <see cref="Formula"/> returns the funding rate, in units of 10^-8; for the interest rate, the middle of the range of such premiums.</summary>
    public static long PremiumOf(Rate rate, int interval_hours)
    {
        long raw = rate.Units * 8 / interval_hours;
        return raw + (raw == InterestRate.Units ? 0 : raw < InterestRate.Units ? -Clamp : Clamp);
    }

    public static long NextFunding(Listing listing, long now_ms)
    {
        long length_ms = listing.View.FundingInterval_hours * UnixTime.MillisecondsPerHour;
        return UnixTime.FloorTo(now_ms, length_ms) + length_ms;
    }

    private static long Mid(SymbolState symbol)
    {
        OrderBook book = symbol.Book;
        return book.Bids.IsEmpty || book.Asks.IsEmpty ? symbol.Listing.LastPrice.Units : (book.Bids.BestPrice + book.Asks.BestPrice) / 2;
    }

    private static long PremiumIndex(SymbolState symbol, long index)
    {
        long notional = ImpactMargin * symbol.Listing.View.Brackets[0].Leverage;
        long bid = Impact(symbol.Book.Against(Side.Sell), notional, index), ask = Impact(symbol.Book.Against(Side.Buy), notional, index);
        long difference = Math.Max(0, bid - index) - Math.Max(0, index - ask);
        return (long)((Int128)difference * Price.One / index);
    }

    /// <summary>Average price of a fill of the impact notional; <paramref name="otherwise"/> when the side does not have that notional.</summary>
    private static long Impact(BookSide side, long notional, long otherwise)
    {
        Int128 target = (Int128)notional * Price.One * Price.One, value = 0, quantity = 0;
        for (int depth = 0; depth < side.Count; depth++)
        {
            ref BookSideLevel level = ref side[depth];
            Int128 levelValue = (Int128)level.Price * level.Total;
            if (value + levelValue >= target)
            {
                quantity += (target - value) / level.Price;
                return quantity == 0 ? otherwise : (long)(target / quantity);
            }

            value += levelValue;
            quantity += level.Total;
        }

        return otherwise;
    }

    private static long Median(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
