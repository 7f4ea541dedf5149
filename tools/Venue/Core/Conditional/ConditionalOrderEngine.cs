using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Conditional;

/// <summary>Stores conditional orders, triggers them by last or mark price, and follows the orders that they place.</summary>
internal sealed class ConditionalOrderEngine(CoreState state, OrderEntry orders)
{
    private const int MaxPerAccount = 200;

    private readonly List<AlgoOrder> _open = [];
    private readonly Dictionary<long, AlgoOrder> _byId = [];
    private readonly Queue<long> _finished = new();
    private long _lastId = 2_000_000;

    public bool IsEmpty => _open.Count == 0;

    /// <summary>Number of conditional orders in memory: open, triggered and ended.</summary>
    public int Count => _byId.Count;

    public IEnumerable<AlgoOrder> All => _byId.Values;

    public IReadOnlyList<AlgoOrder> Open => _open;

    public Reply<AlgoOrderView> Place(PlaceAlgoOrder request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        Account account = state.Of(request.Account);
        if (AlgoChecks.Check(request, symbol, account, state.Now_ms) is { } error)
            return error;
        if (request.ClientAlgoId is { } name && _open.Exists(order => order.Holding.Account == account && order.ClientId == name))
            return VenueErrors.DuplicateClientId;
        if (_open.Count(order => order.Holding.Account == account) >= MaxPerAccount)
            return VenueErrors.TooManyStopOrders;
        Holding holding = account.In(symbol.Listing);
        if (CloseAll(request, holding) is { } refused)
            return refused;
        long id = ++_lastId;
        var algo = new AlgoOrder
        {
            Id = id, Request = request, Holding = holding, ClientId = request.ClientAlgoId ?? $"algo-{id}", Created_ms = state.Now_ms, Updated_ms = state.Now_ms,
        };
        Price reference = Reference(algo);
        if (!algo.IsTrailing && IsTriggered(algo, reference))
            return VenueErrors.WouldTrigger;
        if (algo.IsTrailing)
            Begin(algo, reference);
        _open.Add(algo);
        _byId.Add(id, algo);
        Report(algo);
        return algo.ToView();
    }

    public Reply<AlgoOrderView> Cancel(CancelAlgoOrder request)
    {
        if (request.AlgoId is null && request.ClientAlgoId is null)
            return VenueErrors.Missing("algoId");
        AlgoOrder? algo = Find(state.Of(request.Account), request.AlgoId, request.ClientAlgoId);
        if (algo is not { Status: AlgoStatus.New })
            return VenueErrors.UnknownOrder;
        End(algo, AlgoStatus.Canceled);
        return algo.ToView();
    }

    public Reply<Accepted> CancelAll(CancelAllAlgoOrders request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        foreach (AlgoOrder algo in _open.ToArray())
        {
            if (algo.Holding.Account.Id == request.Account && algo.Holding.Listing == symbol.Listing)
                End(algo, AlgoStatus.Canceled);
        }

        return new Accepted("The operation of cancel all open order is done.");
    }

    /// <summary>Expires the conditional orders of a delisted contract.</summary>
    public void ExpireAll(SymbolState symbol)
    {
        foreach (AlgoOrder algo in _open.ToArray())
        {
            if (algo.Holding.Listing == symbol.Listing)
                End(algo, AlgoStatus.Expired);
        }
    }

    public AlgoOrder? Find(Account account, long? id, string? clientId)
    {
        if (id is { } number)
            return _byId.TryGetValue(number, out AlgoOrder? algo) && algo.Holding.Account == account ? algo : null;
        return _byId.Values.Where(algo => algo.Holding.Account == account && algo.ClientId == clientId).MaxBy(algo => algo.Id);
    }

    /// <summary>Triggers orders after a change of a symbol's last price.</summary>
    public void OnLast(SymbolState symbol) => Try(algo => algo.Holding.Listing == symbol.Listing && algo.Request.WorkingType == WorkingType.ContractPrice);

    /// <summary>Triggers orders after a change of mark prices, and expires orders at their good-till date.</summary>
    public void OnMarks()
    {
        if (IsEmpty)
            return;
        foreach (AlgoOrder algo in _open.ToArray())
        {
            if (algo.Request.GoodTillDate_ms > 0 && algo.Request.GoodTillDate_ms <= state.Now_ms)
                End(algo, AlgoStatus.Expired);
        }

        Try(algo => algo.Request.WorkingType == WorkingType.MarkPrice);
    }

    /// <summary>Expires, after a change of a position, the orders that would close it when it no longer exists.</summary>
    public void OnPosition(Holding holding)
    {
        if (IsEmpty)
            return;
        foreach (AlgoOrder algo in _open.ToArray())
        {
            if (algo.Holding == holding && (algo.Request.ClosePosition || algo.Request.EndsWithPosition) && !holding.Of(algo.PositionSide).IsOpen)
                End(algo, AlgoStatus.Expired);
        }
    }

    /// <summary>Updates the conditional orders whose placed orders were filled or ended.</summary>
    public void Follow(List<Order> moved)
    {
        foreach (Order order in moved)
        {
            if (!_byId.TryGetValue(order.AlgoId, out AlgoOrder? algo))
                continue;
            algo.ActualQuantity = order.Executed;
            algo.ActualPrice = order.Executed.IsZero ? Price.Zero : order.ExecutedQuote.DivideBy(order.Executed);
            if (order.IsOpen || algo.Status == AlgoStatus.Finished)
                continue;
            End(algo, AlgoStatus.Finished);
        }
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        _lastId = serializer.Value(_lastId);
        List<AlgoOrder> ended = [.. _finished.Select(id => _byId[id])], under = [.. _byId.Values.Where(algo => algo.Status is AlgoStatus.Triggering or AlgoStatus.Triggered).OrderBy(algo => algo.Id)];
        foreach (List<AlgoOrder> orders in (ReadOnlySpan<List<AlgoOrder>>)[_open, under, ended])
            serializer.List(orders, algo => AlgoOrder.Serialize(serializer, algo, state));
        if (!serializer.IsReading)
            return;
        foreach (AlgoOrder algo in _open.Concat(under).Concat(ended))
            _byId.Add(algo.Id, algo);
        foreach (AlgoOrder algo in ended)
            _finished.Enqueue(algo.Id);
    }

    /// <summary>Checks that an order with closePosition or GTE_GTC has an open position, and that no open closePosition order has the same type and direction.</summary>
    private VenueError? CloseAll(PlaceAlgoOrder request, Holding holding)
    {
        if (!request.ClosePosition && !request.EndsWithPosition)
            return null;
        if (!holding.Of(request.PositionSide ?? PositionSide.Both).IsOpen)
            return VenueErrors.NoPositionToClose;
        bool exists = request.ClosePosition && _open.Exists(order => order.Holding == holding && order.Request.ClosePosition && order.Request.Type == request.Type
            && order.Side == request.Side && order.PositionSide == (request.PositionSide ?? PositionSide.Both));
        return exists ? VenueErrors.CloseAllExists : null;
    }

    private void Try(Func<AlgoOrder, bool> concerned)
    {
        foreach (AlgoOrder algo in _open.ToArray())
        {
            if (algo.Status != AlgoStatus.New || !concerned(algo))
                continue;
            Price reference = Reference(algo);
            bool triggered = algo.IsTrailing ? IsTrailTriggered(algo, reference) : IsTriggered(algo, reference);
            if (triggered && !IsProtected(algo))
                Trigger(algo);
        }
    }

    private void Trigger(AlgoOrder algo)
    {
        (algo.Status, algo.Triggered_ms, algo.Updated_ms) = (AlgoStatus.Triggering, state.Now_ms, state.Now_ms);
        _open.Remove(algo);
        Report(algo);
        Reply<Order> made = Place(algo);
        if (!made.IsOk)
        {
            algo.RejectReason = made.Error.Message;
            End(algo, AlgoStatus.Rejected);
            return;
        }

        if (algo.Status == AlgoStatus.Triggering)
            algo.Status = AlgoStatus.Triggered;
        algo.ActualOrderId = made.Value.Id;
        Report(algo);
    }

    private Reply<Order> Place(AlgoOrder algo)
    {
        PlaceAlgoOrder request = algo.Request;
        Quantity? quantity = request.Quantity;
        if (request.ClosePosition)
            quantity = algo.Holding.Of(algo.PositionSide).ClosedBy(algo.Side, Quantity.MaxValue);
        return orders.PlaceTriggered(new PlaceOrder(request.Account, request.Symbol, request.Side, algo.IsLimit ? OrderType.Limit : OrderType.Market)
        {
            PositionSide = request.PositionSide, Quantity = quantity, Price = algo.IsLimit ? request.Price : null,
            TimeInForce = algo.IsLimit ? request.TimeInForce ?? TimeInForce.Gtc : null, ReduceOnly = request.ReduceOnly, ClosePosition = request.ClosePosition,
            ClientOrderId = algo.ClientId, PriceMatch = request.PriceMatch, SelfTradePrevention = request.SelfTradePrevention, GoodTillDate_ms = request.GoodTillDate_ms,
        }, algo.Id, request.Type, algo.TriggerPrice, request.WorkingType, request.PriceProtect);
    }

    private void End(AlgoOrder algo, AlgoStatus status)
    {
        (algo.Status, algo.Updated_ms) = (status, state.Now_ms);
        _open.Remove(algo);
        _finished.Enqueue(algo.Id);
        if (_finished.Count > Math.Max(100, state.Options.History / 2))
            _byId.Remove(_finished.Dequeue());
        Report(algo);
    }

    private void Report(AlgoOrder algo)
    {
        if (state.Events.HasListeners)
            state.Events.AlgoOrderUpdated(new AlgoOrderUpdated(algo.ToView(), state.Now_ms));
    }

    private static Price Reference(AlgoOrder algo) =>
        algo.Request.WorkingType == WorkingType.MarkPrice ? algo.Holding.Listing.MarkPrice : algo.Holding.Listing.LastPrice;

    /// <summary>True when the price has reached the trigger: a stop triggers at a price that is worse for the position, a take profit at a better one.</summary>
    private static bool IsTriggered(AlgoOrder algo, Price price) =>
        algo.IsStop == (algo.Side == Side.Buy) ? price >= algo.TriggerPrice : price <= algo.TriggerPrice;

    private void Begin(AlgoOrder algo, Price price)
    {
        algo.Extreme = price;
        algo.IsActivated = algo.Request.ActivatePrice is not { } activate || (algo.Side == Side.Buy ? price <= activate : price >= activate);
    }

    private bool IsTrailTriggered(AlgoOrder algo, Price price)
    {
        bool buys = algo.Side == Side.Buy;
        if (!algo.IsActivated)
        {
            Begin(algo, price);
            if (algo.IsActivated)
                Report(algo);
            return false;
        }

        algo.Extreme = buys ? Price.Min(algo.Extreme, price) : Price.Max(algo.Extreme, price);
        long step = (long)((Int128)algo.Extreme.Units * (algo.Request.CallbackPercent?.Units ?? 0) / 100 / Price.One);
        return buys ? price.Units >= algo.Extreme.Units + step : price.Units <= algo.Extreme.Units - step;
    }

    /// <summary>True when priceProtect prevents the trigger, because the difference between mark and last price is too large.</summary>
    private static bool IsProtected(AlgoOrder algo)
    {
        if (!algo.Request.PriceProtect)
            return false;
        long mark = algo.Holding.Listing.MarkPrice.Units, last = algo.Holding.Listing.LastPrice.Units;
        return (Int128)Math.Abs(mark - last) * Price.One > (Int128)last * algo.Holding.Listing.View.TriggerProtect.Units;
    }
}
