using System.Globalization;
using System.Text;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Tests.Engine;

/// <summary>Every event, in order: as objects for assertions and as text for comparing whole runs byte for byte.</summary>
internal sealed class EventLog : IExchangeSink
{
    private readonly StringBuilder _text = new();

    public bool KeepsText { get; set; }

    public List<object> Private { get; } = [];

    public List<TradeView> Trades { get; } = [];

    public List<AggTradePublished> AggTrades { get; } = [];

    public List<(long First, long Last, long Previous, string Symbol, BookLevel[] Bids, BookLevel[] Asks)> Books { get; } = [];

    public List<PremiumView> Marks { get; } = [];

    public string Text => _text.ToString();

    public IEnumerable<T> Of<T>() => Private.OfType<T>();

    public void TradePrinted(in TradeView trade)
    {
        Trades.Add(trade);
        Write(trade);
    }

    public void AggTradePublished(in AggTradePublished published)
    {
        AggTrades.Add(published);
        Write(published);
    }

    public void BookChanged(scoped in BookChanged change)
    {
        Books.Add((change.FirstUpdateId, change.LastUpdateId, change.PreviousUpdateId, change.Symbol, change.Bids.ToArray(), change.Asks.ToArray()));
        if (!KeepsText)
            return;
        _text.Append(CultureInfo.InvariantCulture, $"book {change.Symbol} {change.FirstUpdateId}-{change.LastUpdateId} {change.Time_ms}");
        foreach (BookLevel level in change.Bids)
            _text.Append(CultureInfo.InvariantCulture, $" b{level.Price}x{level.Quantity}");
        foreach (BookLevel level in change.Asks)
            _text.Append(CultureInfo.InvariantCulture, $" a{level.Price}x{level.Quantity}");
        _text.Append('\n');
    }

    public void BookTickerChanged(in BookTickerView ticker) => Write(ticker);

    public void MarkPriceTicked(in PremiumView premium)
    {
        Marks.Add(premium);
        Write(premium);
    }

    public void ForceOrderPlaced(ForceOrderView order, Primitives.Numbers.Price averagePrice, long time_ms) => Keep(order);

    public void InstrumentChanged(ListingView listing, long time_ms) => Keep(listing);

    public void OrderUpdated(OrderUpdated update) => Keep(update);

    public void TradeLiteSent(TradeLite trade) => Keep(trade);

    public void AccountUpdated(AccountUpdated update) => Keep(update);

    public void AlgoOrderUpdated(AlgoOrderUpdated update) => Keep(update);

    public void MarginCalled(MarginCalled call) => Keep(call);

    public void AccountConfigured(AccountConfigured change) => Keep(change);

    private void Keep(object happened)
    {
        Private.Add(happened);
        Write(happened);
    }

    private void Write(object happened)
    {
        if (KeepsText)
            _text.Append(happened).Append('\n');
    }
}
