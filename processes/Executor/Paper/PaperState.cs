using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>Money, positions and orders of a paper account. It changes only by facts, one by one.</summary>
internal sealed class PaperState
{
    private const int OrdersKept = 2_000;

    private readonly Dictionary<(string Symbol, PositionSide Side), PaperPosition> _positions = [];
    private readonly Dictionary<string, PaperOrder> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _ended = new();
    private readonly Dictionary<string, int> _leverages = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Symbol, PositionSide Side, long Funding_ms), PaperFunded> _funded = [];

    public bool IsOpened { get; private set; }

    /// <summary>What it began with, plus realised profit and funding, minus commissions.</summary>
    public Money Wallet { get; private set; }

    /// <summary>Settlements up to here are booked.</summary>
    public long FundedThrough_ms { get; private set; }

    /// <summary>The largest id of an order or a trade.</summary>
    public long LastId { get; private set; }

    /// <summary>What the wallet was changed by.</summary>
    public PaperBookings Bookings { get; } = new();

    public IReadOnlyCollection<PaperPosition> Positions => _positions.Values;

    public IEnumerable<PaperOrder> OpenOrders => _orders.Values.Where(order => order.IsOpen);

    public PaperOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    public PaperOrder? Find(long orderId) => _orders.Values.FirstOrDefault(order => order.Order.OrderId == orderId);

    /// <summary>Signed.</summary>
    public Quantity Held(string symbol, PositionSide side) => _positions.TryGetValue((symbol, side), out PaperPosition? position) ? position.Quantity : Quantity.Zero;

    public int LeverageOf(string symbol, int standard) => _leverages.GetValueOrDefault(symbol, standard);

    public bool IsFunded(string symbol, PositionSide side, long funding_ms) => _funded.ContainsKey((symbol, side, funding_ms));

    /// <summary>Signed position before the trades at that time and after.</summary>
    public Quantity HeldAt(string symbol, PositionSide side, long time_ms) =>
        _orders.Values.SelectMany(order => order.Trades).Where(trade => trade.Time_ms >= time_ms && trade.Symbol == symbol && trade.PositionSide == side)
            .Aggregate(Held(symbol, side), (held, trade) => held - Signed(trade));

    /// <summary>The next id of an order or a trade; increases over time and restarts.</summary>
    public long NextId(long now_ms) => Math.Max(LastId + 1, now_ms * 1_000);

    /// <summary>The fact of a fill of the order now.</summary>
    public PaperFilled FillOf(long now_ms, VenueOrder order, DepthLevel level, Rate commission, bool isMaker) => new(now_ms, order.ClientOrderId, new VenueTrade(
        NextId(now_ms), order.OrderId, order.Symbol, order.Side, order.PositionSide, level.Price, level.Quantity, commission.Of(level.Price * level.Quantity), "USDT",
        RealizedBy(order.Symbol, order.PositionSide, order.Side, level.Quantity, level.Price), isMaker, now_ms));

    /// <summary>What a fill would realise, before its commission.</summary>
    private Money RealizedBy(string symbol, PositionSide positionSide, Side side, Quantity quantity, Price price)
    {
        if (!_positions.TryGetValue((symbol, positionSide), out PaperPosition? position) || position.Quantity.Sign != -(int)side)
            return Money.Zero;
        Quantity closed = Quantity.Min(quantity, position.Quantity.Abs);
        Notional value = price * closed, cost = CostOf(position, closed);
        return (position.Quantity.Sign > 0 ? value - cost : cost - value).Truncate();
    }

    public void Apply(PaperRecord fact)
    {
        switch (fact)
        {
            case PaperOpened opened:
                (IsOpened, Wallet, FundedThrough_ms) = (true, opened.Wallet, UnixTime.FloorTo(opened.At_ms, UnixTime.MillisecondsPerHour));
                break;
            case PaperPlaced placed:
                Put(new PaperOrder(placed.Order, []));
                break;
            case PaperFilled filled when Find(filled.ClientOrderId) is { } order:
                Fill(order, filled.Trade);
                Bookings.Add(order.Order, filled.Trade);
                break;
            case PaperEnded ended when Find(ended.ClientOrderId) is { IsOpen: true } order:
                Put(order with { Order = order.Order with { Status = ended.Status, Update_ms = ended.At_ms } });
                break;
            case PaperFunded funded:
                Wallet += funded.Amount;
                Bookings.Add(funded);
                _funded[(funded.Symbol, funded.Side, funded.Funding_ms)] = funded;
                break;
            case PaperFundingRead read:
                FundedThrough_ms = read.Through_ms;
                foreach (var key in _funded.Keys.Where(key => key.Funding_ms <= read.Through_ms).ToArray())
                    _funded.Remove(key);
                break;
            case PaperLeverageSet set:
                _leverages[set.Symbol] = set.Leverage;
                break;
            case PaperCleared cleared:
                Wallet += cleared.Amount;
                Bookings.Add(cleared);
                break;
            case PaperCheckpointed point:
                Restore(point);
                break;
        }
    }

    public PaperCheckpointed Checkpoint(long at_ms) =>
        new(at_ms, Wallet, FundedThrough_ms, [.. _positions.Values], [.. _orders.Values], new Dictionary<string, int>(_leverages), [.. _funded.Values], Bookings.Unrecorded());

    private void Restore(PaperCheckpointed point)
    {
        _positions.Clear();
        _orders.Clear();
        _ended.Clear();
        (IsOpened, Wallet, FundedThrough_ms) = (true, point.Wallet, point.FundedThrough_ms);
        foreach (PaperPosition position in point.Positions)
            _positions[(position.Symbol, position.Side)] = position;
        foreach (PaperOrder order in point.Orders)
            Put(order);
        foreach ((string symbol, int leverage) in point.Leverages)
            _leverages[symbol] = leverage;
        foreach (PaperFunded funded in point.Funded)
            _funded[(funded.Symbol, funded.Side, funded.Funding_ms)] = funded;
        Bookings.Restore(point.Income ?? [], point.Orders);
    }

    private void Put(PaperOrder order)
    {
        _orders[order.Order.ClientOrderId] = order;
        LastId = Math.Max(LastId, order.Trades.Select(trade => trade.TradeId).Append(order.Order.OrderId).Max());
        if (order.IsOpen)
            return;
        _ended.Enqueue(order.Order.ClientOrderId);
        if (_ended.Count > OrdersKept)
            _orders.Remove(_ended.Dequeue());
    }

    private void Fill(PaperOrder order, VenueTrade trade)
    {
        Wallet += trade.RealizedPnl - trade.Commission;
        Move(trade);
        Quantity executed = order.Order.Executed + trade.Quantity;
        Int128 quote = order.Trades.Append(trade).Aggregate((Int128)0, (sum, fill) => sum + (fill.Price * fill.Quantity).Units);
        Put(new PaperOrder(
            order.Order with
            {
                Executed = executed, AveragePrice = Price.FromUnits((long)(quote / executed.Units)), Update_ms = trade.Time_ms,
                Status = executed >= order.Order.Quantity ? VenueOrderStatus.Filled : VenueOrderStatus.PartiallyFilled,
            },
            [.. order.Trades, trade]));
    }

    private void Move(VenueTrade trade)
    {
        (string, PositionSide) key = (trade.Symbol, trade.PositionSide);
        PaperPosition before = _positions.GetValueOrDefault(key) ?? new PaperPosition(trade.Symbol, trade.PositionSide, Quantity.Zero, Notional.Zero, trade.Time_ms);
        Quantity closed = before.Quantity.Sign == -(int)trade.Side ? Quantity.Min(trade.Quantity, before.Quantity.Abs) : Quantity.Zero;
        Notional cost = before.Cost - CostOf(before, closed) + trade.Price * (trade.Quantity - closed);
        Quantity held = before.Quantity + Signed(trade);
        if (held.IsZero)
            _positions.Remove(key);
        else
            _positions[key] = before with { Quantity = held, Cost = cost, Update_ms = trade.Time_ms };
    }

    /// <summary>The part of the cost that belongs to a part of the position; all of it to the whole.</summary>
    private static Notional CostOf(PaperPosition position, Quantity part) =>
        part.IsZero ? Notional.Zero
        : part == position.Quantity.Abs ? position.Cost
        : PriceOf(position.Cost, position.Quantity) * part;

    /// <summary>Average entry price.</summary>
    public static Price PriceOf(Notional cost, Quantity quantity) => quantity.IsZero ? Price.Zero : Price.FromUnits((long)(cost.Units / quantity.Abs.Units));

    private static Quantity Signed(VenueTrade trade) => trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity;
}
