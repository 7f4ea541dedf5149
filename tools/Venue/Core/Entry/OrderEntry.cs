using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Entry;

/// <summary>Places and cancels orders, and runs the timers that end them.</summary>
internal sealed class OrderEntry(CoreState state, OrderChecks checks, Matcher matcher, FillProcessor fills)
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const int HalfOfClientId = 11;
    private const int MinArmed = 1_024;

    private readonly PriorityQueue<Order, (long Time, long Id)> _goodTill = new();
    private readonly Dictionary<(int Account, int Symbol), long> _countdowns = [];

    private int _maxArmed = MinArmed;

    public long NextTimer_ms { get; private set; } = long.MaxValue;

    public Reply<OrderView> Place(PlaceOrder request)
    {
        if (checks.Check(request, out OrderDraft draft) is { } refused)
            return refused;
        if (request.Test)
            return Create(draft, id: 0).ToView() with { Quantity = Quantity.Zero, Price = Price.Zero };
        return Work(draft, Create(draft, state.NextOrderId())).ToView();
    }

    /// <summary>Places the order of a triggered conditional order, with the same checks as every other order.</summary>
    public Reply<Order> PlaceTriggered(PlaceOrder request, long algoId, OrderType originalType, Price stopPrice, WorkingType workingType, bool priceProtect)
    {
        if (checks.Check(request, out OrderDraft draft) is { } refused)
            return refused;
        Order order = Create(draft, state.NextOrderId(), algoId, originalType, stopPrice, workingType, priceProtect);
        return Work(draft, order);
    }

    private Order Work(in OrderDraft draft, Order order)
    {
        state.SymbolOrdersOf(draft.Holding).Add(order);
        fills.Expose(order, order.Remaining, add: true);
        fills.Report(order, ExecutionType.New);
        Execute(draft.Symbol, order, draft.Price, draft.Request.FillsPartly);
        return order;
    }

    /// <summary>Matches a new order, then rests the remainder in the book or expires it.</summary>
    public void Execute(SymbolState symbol, Order order, Price limit, bool partly = false)
    {
        Quantity offered = partly && order.TimeInForce != TimeInForce.Fok ? ShareOf(order, symbol) : order.Remaining;
        Quantity left = matcher.Match(symbol, order.Side, order, offered, limit, state.PrintsClients, out bool selfTraded);
        if (!order.IsOpen)
            return;
        if (selfTraded)
        {
            bool immediate = order.TimeInForce == TimeInForce.Ioc;
            fills.End(order, OrderStatus.ExpiredInMatch, ExecutionType.Expired, immediate ? ExpiryReason.IocSelfTrade : ExpiryReason.SelfTrade);
        }
        else if (order.Type != OrderType.Limit)
        {
            fills.End(order, OrderStatus.Expired, ExecutionType.Expired, ExpiryReason.MarketRemainder);
        }
        else if (order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok || (partly && left < offered))
        {
            fills.End(order, OrderStatus.Expired, ExecutionType.Expired, ExpiryReason.IocRemainder);
        }
        else
        {
            symbol.Book.Rest(order);
            if (order.TimeInForce == TimeInForce.Gtd)
                Arm(order);
        }
    }

    /// <summary>A share of the quantity between 0.1 and 0.9, drawn from the seed and rounded to the step; the whole quantity when it is a single step.</summary>
    private Quantity ShareOf(Order order, SymbolState symbol)
    {
        (long whole, long step) = (order.Remaining.Units, symbol.Listing.Instrument.Lot.Step.Units);
        double share = 0.1 + 0.8 * SeededStream.Of(state.Options.Seed, 0xFA, order.Id).Uniform();
        return Quantity.FromUnits(Math.Clamp((long)(whole / step * share), 1, Math.Max(1, whole / step - 1)) * step);
    }

    public Reply<OrderView> Cancel(CancelOrder request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        if (request.OrderId is null && request.ClientOrderId is null)
            return VenueErrors.Missing("orderId");
        Order? order = Find(request.Account, symbol, request.OrderId, request.ClientOrderId);
        if (order is not { IsOpen: true })
            return VenueErrors.UnknownOrder;
        matcher.Expire(symbol, order, OrderStatus.Canceled, ExpiryReason.None);
        return order.ToView();
    }

    public Reply<Accepted> CancelAll(AccountId account, string symbolName)
    {
        if (state.Find(symbolName) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        CancelAll(state.Of(account).In(symbol.Listing), symbol, OrderStatus.Canceled, ExpiryReason.None);
        return new Accepted("The operation of cancel all open order is done.");
    }

    /// <param name="only">The position side whose orders are cancelled; null for all.</param>
    public void CancelAll(Holding holding, SymbolState symbol, OrderStatus status, ExpiryReason reason, PositionSide? only = null)
    {
        foreach (Order order in state.SymbolOrdersOf(holding).Open)
        {
            if (only is null || order.PositionSide == only)
                matcher.Expire(symbol, order, status, reason);
        }
    }

    public Reply<Accepted> Countdown(SetCountdown request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        if (request.Countdown_ms < 0)
            return VenueErrors.Missing("countdownTime");
        (int, int) key = (request.Account.Value, symbol.Listing.Index);
        if (request.Countdown_ms == 0)
            _countdowns.Remove(key);
        else
            _countdowns[key] = state.Now_ms + request.Countdown_ms;
        FindNextTimer();
        return new Accepted();
    }

    /// <summary>Expires the orders whose good-till date has passed, and cancels the orders whose countdown has ended.</summary>
    public void RunTimers()
    {
        while (_goodTill.TryPeek(out Order? order, out (long Time, long Id) due) && due.Time <= state.Now_ms)
        {
            _goodTill.Dequeue();
            if (order.IsOpen)
                matcher.Expire(state.Symbols[order.Listing.Index], order, OrderStatus.Expired, ExpiryReason.None);
        }

        foreach (((int account, int symbol), long due_ms) in _countdowns.OrderBy(countdown => countdown.Key).ToArray())
        {
            if (due_ms > state.Now_ms)
                continue;
            _countdowns.Remove((account, symbol));
            SymbolState at = state.Symbols[symbol];
            CancelAll(state.Accounts[account].In(at.Listing), at, OrderStatus.Canceled, ExpiryReason.None);
        }

        FindNextTimer();
    }

    /// <summary>Expires orders that have reached the maximum age, and removes ended orders that the exchange no longer shows.</summary>
    public void ExpireAged()
    {
        long oldest_ms = state.Now_ms - state.Options.MaxOrderAge_ms;
        foreach (Account account in state.Accounts)
        {
            AccountOrders ledger = state.OrdersOf(account);
            ledger.Forget(state.Now_ms);
            foreach (SymbolOrders orders in ledger.BySymbol)
            {
                // Orders are sorted by placement time, so the loop ends at the first one that is not too old.
                foreach (Order order in orders.Open.TakeWhile(order => order.Created_ms <= oldest_ms))
                    matcher.Expire(state.Symbols[order.Listing.Index], order, OrderStatus.Expired, ExpiryReason.None);
            }
        }
    }

    public Order? Find(AccountId account, SymbolState symbol, long? orderId, string? clientId) =>
        state.Of(account).TryIn(symbol.Listing) is { } holding ? state.SymbolOrdersOf(holding).Find(orderId, clientId) : null;

    /// <summary>Writes or reads the countdowns. The timers of good-till dates are not written; they are created again from the open orders.</summary>
    public void Serialize(SnapshotSerializer serializer)
    {
        if (!serializer.IsReading)
        {
            // The timer of an order that has ended has no effect, so it is not part of the state.
            Disarm();
            FindNextTimer();
        }

        var countdowns = new KeyValuePair<(int Account, int Symbol), long>[serializer.Count(_countdowns.Count)];
        ((ICollection<KeyValuePair<(int Account, int Symbol), long>>)_countdowns).CopyTo(countdowns, 0);
        serializer.Values(countdowns.AsSpan());
        if (!serializer.IsReading)
            return;
        foreach (((int, int) key, long due_ms) in countdowns)
            _countdowns[key] = due_ms;
        foreach (Order order in state.Accounts.SelectMany(account => state.OrdersOf(account).BySymbol).SelectMany(orders => orders.Open).Where(order => order.GoodTillDate_ms > 0))
            _goodTill.Enqueue(order, (order.GoodTillDate_ms, order.Id));
        FindNextTimer();
    }

    private Order Create(
        in OrderDraft draft, long id, long algoId = 0, OrderType? originalType = null, Price stopPrice = default,
        WorkingType workingType = WorkingType.ContractPrice, bool priceProtect = false)
    {
        PlaceOrder request = draft.Request;
        return new Order
        {
            Id = id, Holding = draft.Holding, ClientId = request.ClientOrderId ?? MakeClientId(id), Side = request.Side,
            PositionSide = draft.PositionSide, Type = request.Type, OriginalType = originalType ?? request.Type, TimeInForce = draft.TimeInForce,
            Created_ms = state.Now_ms, Updated_ms = state.Now_ms, ReduceOnly = draft.ReduceOnly, Closes = draft.Closes,
            ClosePosition = request.ClosePosition, PriceMatch = request.PriceMatch, SelfTradePrevention = request.SelfTradePrevention,
            GoodTillDate_ms = draft.TimeInForce == TimeInForce.Gtd ? request.GoodTillDate_ms / 1000 * 1000 : 0,
            Price = draft.IsMarket ? Price.Zero : draft.Price, Quantity = draft.Quantity,
            AlgoId = algoId, StopPrice = stopPrice, WorkingType = workingType, PriceProtect = priceProtect,
        };
    }

    /// <summary>Sets the timer of a good-till-date order; called again after a modification.</summary>
    private void Arm(Order order)
    {
        _goodTill.Enqueue(order, (order.GoodTillDate_ms, order.Id));
        if (_goodTill.Count > _maxArmed)
            Disarm();
        FindNextTimer();
    }

    /// <summary>Removes the timers of orders that have ended or have a newer timer.</summary>
    private void Disarm()
    {
        (Order, (long, long))[] armed = [.. _goodTill.UnorderedItems.Where(timer => timer.Element.IsOpen).DistinctBy(timer => timer.Element)];
        _goodTill.Clear();
        _goodTill.EnqueueRange(armed);
        _maxArmed = Math.Max(MinArmed, 2 * armed.Length);
    }

    private void FindNextTimer()
    {
        long next = _goodTill.TryPeek(out _, out (long Time, long Id) due) ? due.Time : long.MaxValue;
        foreach (long countdown_ms in _countdowns.Values)
            next = Math.Min(next, countdown_ms);
        NextTimer_ms = next;
    }

    /// <summary>A unique client order id: 22 letters and digits derived from the seed and the order id.</summary>
    private string MakeClientId(long id) => string.Create(2 * HalfOfClientId, (state.Options.Seed, id), static (text, keys) =>
    {
        // Mix is a bijection, and eleven base-62 digits hold 64 bits, so the first half alone is unique for each order.
        Spell(text[..HalfOfClientId], SeededStream.Mix((ulong)keys.id ^ SeededStream.Mix(keys.Seed)));
        Spell(text[HalfOfClientId..], SeededStream.Mix((ulong)keys.id * 0xBF58476D1CE4E5B9UL + keys.Seed));
    });

    /// <summary>Writes number / 2^64 as a fraction in base 62, one digit per multiplication.</summary>
    private static void Spell(Span<char> text, ulong number)
    {
        for (int i = 0; i < text.Length; i++)
            text[i] = Letters[(int)Math.BigMul(number, (ulong)Letters.Length, out number)];
    }
}
