using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Market.Model;

/// <summary>The model market: any number of correlated contracts, generated from a seed. One event is the next candidate arrival of a taker order in one contract.</summary>
internal sealed class ModelSource : IMarketSource
{
    private readonly ulong _seed;
    private readonly ModelContract[] _contracts;
    private readonly ModelHistory[] _histories;
    private readonly ModelSymbol[] _symbols;
    private readonly PriorityQueue<int, (long Time, int Symbol)> _queue = new();
    private readonly CommonMarket _common;

    public ModelSource(ulong seed, int symbols, long start_ms)
    {
        (_seed, Start_ms, _common) = (seed, start_ms, new CommonMarket(seed, start_ms));
        _contracts = ModelContract.Build(seed, symbols, start_ms);
        _histories = new ModelHistory[_contracts.Length];
        _symbols = new ModelSymbol[_contracts.Length];
        for (int i = 0; i < _contracts.Length; i++)
        {
            _histories[i] = new ModelHistory(seed, i, _contracts[i], start_ms);
            _symbols[i] = new ModelSymbol(seed, i, _contracts[i], _histories[i].LogPriceAt(start_ms / 60_000), start_ms, _contracts[i].Leader is { } leader ? _symbols[leader] : null);
            _queue.Enqueue(i, (_symbols[i].Next_ms, i));
        }

        Listings = [.. _contracts.Select(contract => contract.Listing)];
    }

    public IReadOnlyList<ListingView> Listings { get; }

    public long Start_ms { get; }

    public bool TapeIsRecorded => false;

    public long Next_ms => _queue.TryPeek(out _, out (long Time, int Symbol) next) ? next.Time : long.MaxValue;

    public Price InitialPrice(int symbol) => Price.FromUnits(_histories[symbol].ToGrid(_histories[symbol].LogPriceAt(Start_ms / 60_000)));

    public void Advance(IMarketActions actions)
    {
        int symbol = _queue.Dequeue();
        long now_ms = _symbols[symbol].Next_ms;
        Check.That(now_ms < long.MaxValue, "only a trading contract is advanced");
        _symbols[symbol].Advance(actions, _common.MoveTo(now_ms));
        _queue.Enqueue(symbol, (_symbols[symbol].Next_ms, symbol));
    }

    public Price IndexPrice(int symbol, long now_ms) => Price.FromUnits((long)(_symbols[symbol].Index * 1e8));

    public Rate? RecordedFunding(int symbol, long funding_ms) => null;

    public IReadOnlyList<FundingView> FundingHistory(int symbol)
    {
        const int Kept = 100;
        ListingView listing = Listings[symbol];
        if (!listing.HasFunding)
            return [];
        long length_ms = listing.FundingInterval_hours * UnixTime.MillisecondsPerHour;
        long newest_ms = UnixTime.FloorTo(Start_ms, length_ms);
        var history = new List<FundingView>(Kept);
        for (int i = Kept - 1; i >= 0; i--)
        {
            long at_ms = newest_ms - i * length_ms;
            if (at_ms <= HistoryStart_ms(symbol))
                continue;
            SeededStream stream = SeededStream.Of(_seed, 0xFD, symbol, at_ms);
            long premium = (long)(-38_000 + 20_000 * stream.Normal());
            long units = Math.Clamp(premium + Math.Clamp(10_000 - premium, -50_000, 50_000), -listing.FundingCap.Units, listing.FundingCap.Units) * listing.FundingInterval_hours / 8;
            history.Add(new FundingView(listing.Symbol, Rate.FromUnits(units), at_ms, Price.Zero));
        }

        return history;
    }

    public bool Serialize(SnapshotSerializer serializer)
    {
        _common.Serialize(serializer);
        foreach (ModelSymbol symbol in _symbols)
            symbol.Serialize(serializer);
        if (!serializer.IsReading)
            return true;
        _queue.Clear();
        for (int i = 0; i < _symbols.Length; i++)
            _queue.Enqueue(i, (_symbols[i].Next_ms, i));
        return true;
    }

    public long HistoryStart_ms(int symbol) => Math.Max(_histories[symbol].Start_ms, MinuteBar.MinuteOf(_contracts[symbol].Listed_ms));

    public PastTrades? PastTrades(int symbol) => _histories[symbol].Past;

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes)
    {
        for (int i = 0; i < minutes.Length; i++)
            minutes[i] = _histories[symbol].Bar(from_ms / 60_000 + i);
    }
}
