using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Tests.Market;

/// <summary>A recorded market of one contract (price about 100, tick 0.1, lot 0.001) that executes the events of a test at their times.</summary>
internal sealed class ScriptedSource(long start_ms) : IMarketSource
{
    private readonly Queue<(long Time_ms, Action<IMarketActions> Event)> _script = new();

    public IReadOnlyList<ListingView> Listings { get; } = [Contracts.Build("BTC", Price.Parse("0.1"), Quantity.Parse("0.001"), Price.Parse("100"), 0, start_ms)];

    public long Start_ms { get; } = start_ms;

    public bool TapeIsRecorded => true;

    public long Next_ms => _script.TryPeek(out (long Time_ms, Action<IMarketActions> Event) next) ? next.Time_ms : long.MaxValue;

    public void Add(long time_ms, Action<IMarketActions> happens) => _script.Enqueue((time_ms, happens));

    public Price InitialPrice(int symbol) => Price.Parse("100");

    public void Advance(IMarketActions actions) => _script.Dequeue().Event(actions);

    public Price IndexPrice(int symbol, long now_ms) => Price.Parse("100");

    public Rate? RecordedFunding(int symbol, long funding_ms) => null;

    public IReadOnlyList<FundingView> FundingHistory(int symbol) => [];

    public long HistoryStart_ms(int symbol) => MinuteBar.MinuteOf(Start_ms);

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes)
    {
        for (int i = 0; i < minutes.Length; i++)
            minutes[i] = MinuteBar.Flat(from_ms + i * 60_000L, Price.Parse("100").Units);
    }
}
