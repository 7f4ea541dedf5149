using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// One contract of a recording: its events in order of time, and the house that follows them.
/// </summary>
internal sealed class RecordedSymbol
{
    private const double SpreadShare = 0.00004;

    private readonly RecordedEvent[] _events;
    private readonly TapeFollower _follower;
    private int _next;
    private double _smooth;

    public RecordedSymbol(ulong seed, int index, string symbol, List<RecordedEvent> events)
    {
        // A stable sort: events of one millisecond keep the order of the recording.
        _events = [.. events.OrderBy(happened => happened.Time_ms)];
        (long tick, long step) = Grid(_events);
        _smooth = _events[0].Price;
        string baseAsset = symbol.EndsWith("USDT", StringComparison.Ordinal) ? symbol[..^4] : symbol;
        Listing = Contracts.Build(baseAsset, Price.FromUnits(tick), Quantity.FromUnits(step), Price.FromUnits(_events[0].Price), index, _events[0].Time_ms);
        double typical = _events.Where(happened => !happened.IsTouch).Take(5_000).Select(happened => happened.Price * 1e-8 * (happened.Quantity * 1e-8)).DefaultIfEmpty(1_000).Average();
        _follower = new TapeFollower(index, tick, new HouseLadder(seed, index, new LadderTerms(tick, step, Math.Max(20_000, typical * 60), SpreadShare)));
    }

    public ListingView Listing { get; }

    public long First_ms => _events[0].Time_ms;

    public long Next_ms => _next < _events.Length ? _events[_next].Time_ms : long.MaxValue;

    public Price First => Price.FromUnits(_events[0].Price);

    public Price Index => Price.FromUnits((long)_smooth);

    public void Skip(long until_ms)
    {
        while (_next < _events.Length && _events[_next].Time_ms < until_ms)
            _next++;
    }

    public void Advance(IMarketFloor floor)
    {
        RecordedEvent happened = _events[_next++];
        if (happened.IsTouch)
        {
            _follower.Touch(floor, happened.Price, happened.Quantity, happened.AskPrice, happened.AskQuantity);
            return;
        }

        _follower.Trade(floor, happened.Taker, happened.Price, happened.Quantity);
        _smooth += 0.05 * (happened.Price - _smooth);
    }

    private static (long Tick, long Step) Grid(RecordedEvent[] events)
    {
        (long tick, long step) = (Price.One, Quantity.One);
        foreach (RecordedEvent happened in events)
        {
            while (happened.Price % tick != 0 || happened.AskPrice % tick != 0)
                tick /= 10;
            while (happened.Quantity % step != 0 || happened.AskQuantity % step != 0)
                step /= 10;
        }

        return (tick, step);
    }
}
