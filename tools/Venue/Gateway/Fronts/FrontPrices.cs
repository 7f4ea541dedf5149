using Platform.Domain.Instruments;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>How one exchange's prices differ from those of the main market.</summary>
/// <param name="Basis_bps">Constant distance of its mid.</param>
/// <param name="Noise_bps">Deviation of the changing distance, which returns to the basis.</param>
/// <param name="HalfLife_ms">Virtual time in which half of that distance is gone.</param>
/// <param name="HalfSpread_bps">Half of its own spread.</param>
/// <param name="SizeShare">Its sizes as a share of the main market's.</param>
/// <param name="Latency_ticks">Ticks of 50 virtual ms between a change and its publication.</param>
internal sealed record FrontTerms(double Basis_bps, double Noise_bps, double HalfLife_ms, double HalfSpread_bps, double SizeShare, int Latency_ticks);

/// <summary>One price level of a front; the decimals have the digits that are published.</summary>
internal readonly record struct FrontLevel(decimal Price, decimal Size);

/// <summary>The book of one front at one instant, best first.</summary>
internal sealed record FrontBook(long Time_ms, IReadOnlyList<FrontLevel> Bids, IReadOnlyList<FrontLevel> Asks)
{
    public bool HasSameTop(FrontBook? other) =>
        other is not null && Bids.Count > 0 == other.Bids.Count > 0 && Asks.Count > 0 == other.Asks.Count > 0
        && (Bids.Count == 0 || Bids[0] == other.Bids[0]) && (Asks.Count == 0 || Asks[0] == other.Asks[0]);

    /// <summary>Levels that are new or changed since an earlier book, and those that are gone with size zero.</summary>
    public IReadOnlyList<FrontLevel> BidChangesSince(FrontBook before) => [.. Changes(before.Bids, Bids)];

    /// <inheritdoc cref="BidChangesSince"/>
    public IReadOnlyList<FrontLevel> AskChangesSince(FrontBook before) => [.. Changes(before.Asks, Asks)];

    private static IEnumerable<FrontLevel> Changes(IReadOnlyList<FrontLevel> before, IReadOnlyList<FrontLevel> now)
    {
        Dictionary<decimal, decimal> old = before.ToDictionary(level => level.Price, level => level.Size);
        foreach (FrontLevel level in now)
        {
            if (!old.Remove(level.Price, out decimal size) || size != level.Size)
                yield return level;
        }

        foreach (decimal gone in old.Keys)
            yield return new FrontLevel(gone, 0);
    }
}

/// <summary>One contract as a front lists it.</summary>
/// <param name="Source">The contract of the main market.</param>
/// <param name="Name">As the front spells it.</param>
/// <param name="PriceUnit">Coins of the main contract in one coin of the front's: 1000 where 1000PEPE becomes PEPE.</param>
/// <param name="SizeUnit">Units of the main contract in one unit of the front's size.</param>
internal sealed record FrontContract(string Source, string Name, decimal PriceUnit, decimal SizeUnit, Func<decimal, decimal> TickAt, decimal SizeStep, Instrument Instrument)
{
    /// <summary>The fronts list the perpetual contracts on coins against USDT.</summary>
    public static bool IsListed(ListingView listing) => listing is { Instrument: { ContractType: "PERPETUAL", QuoteAsset: "USDT" }, UnderlyingType: "COIN" };

    /// <summary>The coin with a k for a thousand, as Hyperliquid and Paradex write it: 1000PEPE becomes kPEPE.</summary>
    public static string ShortName(ListingView listing)
    {
        string coin = listing.Instrument.BaseAsset;
        return coin.StartsWith("1000", StringComparison.Ordinal) ? "k" + coin[4..] : coin;
    }
}

/// <summary>The prices of one contract at one front: those of the main market, shifted, widened and delayed. Used on the core's turn.</summary>
internal sealed class FrontPrices(FrontContract contract, FrontTerms terms, ulong seed, int index)
{
    private const double Tick_ms = 50;

    private readonly Queue<FrontBook> _delayed = new();
    private readonly double _keep = Math.Pow(0.5, Tick_ms / terms.HalfLife_ms);
    private SeededStream _random = SeededStream.Of(seed, index, contract.Source.Length, (long)(terms.Noise_bps * 1_000));
    private double _noise_bps;

    public FrontContract Contract => contract;

    /// <summary>What is published now; null before the first book came through the delay.</summary>
    public FrontBook? Current { get; private set; }

    /// <summary>One tick of 50 virtual ms.</summary>
    public void Advance(BookView book)
    {
        _noise_bps = _noise_bps * _keep + terms.Noise_bps * Math.Sqrt(1 - _keep * _keep) * _random.Normal();
        if (book.Bids.Count > 0 && book.Asks.Count > 0)
            _delayed.Enqueue(Shift(book));
        while (_delayed.Count > terms.Latency_ticks)
            Current = _delayed.Dequeue();
    }

    private FrontBook Shift(BookView book)
    {
        decimal bid = Exact(book.Bids[0].Price.Units), ask = Exact(book.Asks[0].Price.Units);
        decimal middle = (bid + ask) / 2 * (1 + (decimal)(terms.Basis_bps + _noise_bps) / 10_000m);
        decimal half = middle * (decimal)terms.HalfSpread_bps / 10_000m;
        return new FrontBook(
            book.EventTime_ms,
            Side(book.Bids, level => middle - half - (bid - level), isBid: true),
            Side(book.Asks, level => middle + half + (level - ask), isBid: false));
    }

    /// <summary>Levels on the front's grid; what falls on one price is added up.</summary>
    private List<FrontLevel> Side(IReadOnlyList<BookLevel> levels, Func<decimal, decimal> shift, bool isBid)
    {
        var side = new List<FrontLevel>(levels.Count);
        foreach (BookLevel level in levels)
        {
            decimal exact = shift(Exact(level.Price.Units)) / contract.PriceUnit, tick = contract.TickAt(exact);
            decimal price = (isBid ? Math.Floor(exact / tick) : Math.Ceiling(exact / tick)) * tick;
            decimal size = Math.Floor(Exact(level.Quantity.Units) * (decimal)terms.SizeShare / contract.SizeUnit / contract.SizeStep) * contract.SizeStep;
            if (size <= 0 || price <= 0)
                continue;
            if (side.Count > 0 && side[^1].Price == price)
                side[^1] = new FrontLevel(price, side[^1].Size + size);
            else
                side.Add(new FrontLevel(price, size));
        }

        return side;
    }

    private static decimal Exact(long units) => units / 100_000_000m;
}
