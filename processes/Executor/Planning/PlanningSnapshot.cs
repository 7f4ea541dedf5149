using Platform.Analytics.Portfolio;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;

namespace Platform.Executor.Planning;

/// <summary>The account and the prices at the moment of planning, as the exchange reports them.</summary>
internal sealed record PlanningSnapshot(
    long At_ms,
    AccountTotals Totals,
    IReadOnlyList<PositionRisk> Positions,
    IReadOnlyDictionary<string, Price> Marks,
    IReadOnlyDictionary<string, BestQuote> Quotes,
    IReadOnlyDictionary<string, Instrument> Instruments)
{
    private readonly Dictionary<(string Symbol, PositionSide Side), Quantity> _held = Index(Positions);

    /// <summary>Positions as the exchange reports them. Only the constructor sets them, because the lookup by symbol is built once.</summary>
    public IReadOnlyList<PositionRisk> Positions { get; } = Positions;

    /// <summary>Signed quantity that open parents have still to fill; a plan counts it as filled.</summary>
    public IReadOnlyDictionary<(string Symbol, PositionSide Side), Quantity> Pending { get; init; } = new Dictionary<(string, PositionSide), Quantity>();

    /// <summary>Contracts in which no position can be opened, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Blocked { get; init; } = new Dictionary<string, string>();

    /// <summary>Quote volumes of 24 hours; empty when no limit needs them.</summary>
    public IReadOnlyDictionary<string, Notional> DayVolumes { get; init; } = new Dictionary<string, Notional>();

    /// <summary>Wallet balance plus unrealised profit: the base of the weights.</summary>
    public Money Equity => Totals.MarginBalance;

    /// <summary>Signed position in one-way mode, or of one side in hedge mode; pending quantity counts as filled (quant.md §6.4).</summary>
    public Quantity PositionOf(string symbol, PositionSide side) => Pending.GetValueOrDefault((symbol, side)) + _held.GetValueOrDefault((symbol, side));

    /// <summary>Whether an order of one-way mode takes a position through zero to the other side.</summary>
    public bool Flips(DeltaOrder order)
    {
        Quantity held = PositionOf(order.Symbol, order.PositionSide);
        return order.PositionSide == PositionSide.Both && order.Purpose == DeltaPurpose.Increase && !order.AfterReduction && held.Sign == -(int)order.Side && order.Quantity > held.Abs;
    }

    public Price MarkOf(string symbol) => Marks.GetValueOrDefault(symbol);

    /// <summary>Mid price of the best bid and ask; the mark price where the book is empty.</summary>
    public Price ArrivalOf(string symbol) =>
        Quotes.TryGetValue(symbol, out BestQuote? quote) && quote.Bid.Price.Units > 0 && quote.Ask.Price.Units > 0
            ? Price.FromUnits((quote.Bid.Price.Units + quote.Ask.Price.Units) / 2)
            : MarkOf(symbol);

    private static Dictionary<(string, PositionSide), Quantity> Index(IReadOnlyList<PositionRisk> positions)
    {
        var held = new Dictionary<(string, PositionSide), Quantity>(positions.Count);
        foreach (PositionRisk position in positions)
            held[(position.Symbol, position.PositionSide)] = held.GetValueOrDefault((position.Symbol, position.PositionSide)) + position.Quantity;
        return held;
    }
}
