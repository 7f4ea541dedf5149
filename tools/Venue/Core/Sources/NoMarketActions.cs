using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>Market actions without effect, for advancing a source without an exchange.</summary>
internal sealed class NoMarketActions : IMarketActions
{
    public long Now_ms { get; private set; }

    /// <summary>Advances a newly opened source up to and including a time, Unix ms, without effect on an exchange.</summary>
    public static void Play(IMarketSource source, long until_ms)
    {
        var actions = new NoMarketActions();
        while (source.Next_ms <= until_ms)
        {
            actions.Now_ms = source.Next_ms;
            source.Advance(actions);
        }
    }

    public void Quote(int symbol, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
    }

    public (long Bid, long Ask) Best(int symbol) => (0, 0);

    public void Sweep(int symbol, Side taker, long quantity, long limit)
    {
    }

    public void ChangeStatus(int symbol, InstrumentStatus status)
    {
    }

    public void Level(int symbol, Side side, long price, long quantity)
    {
    }

    public void Replay(int symbol, in RecordedPrint print)
    {
    }
}
