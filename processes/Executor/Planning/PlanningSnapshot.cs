using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;

namespace Platform.Executor.Planning;

/// <summary>The account and the prices at the moment of planning, as the venue shows them.</summary>
internal sealed record PlanningSnapshot(
    long At_ms,
    AccountTotals Totals,
    IReadOnlyList<PositionRisk> Positions,
    IReadOnlyDictionary<string, Price> Marks,
    IReadOnlyDictionary<string, BestQuote> Quotes,
    IReadOnlyDictionary<string, Instrument> Instruments)
{
    /// <summary>What live parents have still to fill, signed: a plan counts it as done.</summary>
    public IReadOnlyDictionary<(string Symbol, PositionSide Side), Quantity> Pending { get; init; } = new Dictionary<(string, PositionSide), Quantity>();

    /// <summary>Contracts in which nothing can be opened, with why.</summary>
    public IReadOnlyDictionary<string, string> Blocked { get; init; } = new Dictionary<string, string>();

    /// <summary>Quote volumes of 24 hours; empty when no limit asks for them.</summary>
    public IReadOnlyDictionary<string, Notional> DayVolumes { get; init; } = new Dictionary<string, Notional>();

    /// <summary>Wallet plus unrealised: what weights are shares of.</summary>
    public Money Equity => Totals.MarginBalance;

    /// <summary>Signed position in one-way mode, or of one side in hedge mode; what is pending counts as done (quant.md §6.4).</summary>
    public Quantity PositionOf(string symbol, PositionSide side)
    {
        Quantity sum = Pending.GetValueOrDefault((symbol, side));
        foreach (PositionRisk position in Positions)
        {
            if (position.Symbol == symbol && position.PositionSide == side)
                sum += position.Quantity;
        }

        return sum;
    }

    public Price MarkOf(string symbol) => Marks.GetValueOrDefault(symbol);

    /// <summary>Middle of the best prices; the mark where the book is empty.</summary>
    public Price ArrivalOf(string symbol) =>
        Quotes.TryGetValue(symbol, out BestQuote? quote) && quote.Bid.Price.Units > 0 && quote.Ask.Price.Units > 0
            ? Price.FromUnits((quote.Bid.Price.Units + quote.Ask.Price.Units) / 2)
            : MarkOf(symbol);
}
