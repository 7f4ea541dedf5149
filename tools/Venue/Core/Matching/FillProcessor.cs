using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Matching;

/// <summary>Applies every fill to the tape, positions, wallets, fees and incomes, and publishes the events of both sides. Also ends orders.</summary>
internal sealed class FillProcessor(CoreState state)
{
    /// <summary>Holdings whose position changed and whose closing orders are not yet checked.</summary>
    public List<Holding> Changed { get; } = [];

    /// <summary>Changed orders that were placed by conditional orders and are not yet processed by the conditional-order engine.</summary>
    public List<Order> AlgoOrdersChanged { get; } = [];

    /// <summary>Symbols whose last price changed and whose conditional orders are not yet checked.</summary>
    public List<SymbolState> Moved { get; } = [];

    /// <summary>Symbols with an open aggregate trade.</summary>
    public List<SymbolState> Aggregating { get; } = [];

    /// <summary>Executes a trade between a taker and a maker. A null order stands for the market maker.</summary>
    public void Book(SymbolState symbol, Side takerSide, Order? taker, Order? maker, Price price, Quantity quantity, bool print, TradeOrigin origin = TradeOrigin.Market)
    {
        long id = print ? symbol.Tape.NextTradeId() : symbol.Tape.NextFillId();
        if (print)
            Print(symbol, new TradeView(symbol.Listing.Symbol, id, price, quantity, state.Now_ms, takerSide == Side.Sell, origin) { IsRpi = maker is { IsRpi: true } });
        if (maker is null && taker is null)
            return;
        Side makerSide = takerSide == Side.Buy ? Side.Sell : Side.Buy;
        (Money Realized, Money Fee) made = default, took = default;
        if (maker is null)
            state.Ledger.TradeWithMarketMaker(symbol.Listing.Index, makerSide, price, quantity);
        else
            made = BookSide(maker, id, price, quantity, isMaker: true);
        if (taker is null)
            state.Ledger.TradeWithMarketMaker(symbol.Listing.Index, takerSide, price, quantity);
        else
            took = BookSide(taker, id, price, quantity, isMaker: false);

        // Both sides are applied before either is published, so that the ledger balances at every event.
        if (maker is not null && state.Events.HasListeners)
            Announce(maker, id, price, quantity, made.Realized, made.Fee, isMaker: true);
        if (taker is not null && state.Events.HasListeners)
            Announce(taker, id, price, quantity, took.Realized, took.Fee, isMaker: false);
    }

    /// <summary>Prints one trade on the public tape.</summary>
    public void Print(SymbolState symbol, in TradeView trade)
    {
        if (trade.Origin == TradeOrigin.Market)
        {
            Aggregate(symbol, trade, trade.Id);
            MoveLast(symbol, trade.Price);
        }

        state.Events.TradePrinted(trade);
    }

    /// <summary>Prints one recorded trade on the public tape, with the ids of the recording when it has them.</summary>
    public void PrintRecorded(SymbolState symbol, in RecordedPrint print)
    {
        (long first, long last) = symbol.Tape.TakeIds(print);
        long time_ms = print.Time_ms > 0 ? print.Time_ms : state.Now_ms;
        var trade = new TradeView(symbol.Listing.Symbol, last, Price.FromUnits(print.Price), Quantity.FromUnits(print.Quantity), time_ms, print.Taker == Side.Sell, TradeOrigin.Market);
        if (print.AggregateId > 0)
            state.Events.AggTradePublished(symbol.Tape.PrintAggregate(trade, first, print.AggregateId));
        else
            Aggregate(symbol, trade, first);
        MoveLast(symbol, trade.Price);
        state.Events.TradePrinted(trade);
    }

    private void Aggregate(SymbolState symbol, in TradeView trade, long firstId)
    {
        if (symbol.Tape.Print(trade, firstId) is { } finished)
            state.Events.AggTradePublished(finished);
        if (symbol.IsAggregatePending)
            return;
        symbol.IsAggregatePending = true;
        Aggregating.Add(symbol);
    }

    private void MoveLast(SymbolState symbol, Price price)
    {
        symbol.Listing.LastPrice = price;
        if (Moved.Count == 0 || Moved[^1] != symbol)
            Moved.Add(symbol);
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        Check.That(Changed.Count + AlgoOrdersChanged.Count + Moved.Count == 0, "a state is serialized after all consequences are processed");
        serializer.List(Aggregating, symbol => state.Symbols[serializer.Value(symbol?.Listing.Index ?? 0)]);
        foreach (SymbolState symbol in Aggregating)
            symbol.IsAggregatePending = true;
    }

    /// <summary>Publishes the aggregate trades whose window of 100 ms has ended.</summary>
    public void CloseAggregates()
    {
        int kept = 0;
        for (int i = 0; i < Aggregating.Count; i++)
        {
            SymbolState symbol = Aggregating[i];
            if (symbol.Tape.CloseDue(state.Now_ms) is { } done)
                state.Events.AggTradePublished(done);
            if (symbol.Tape.HasOpenAggregate)
                Aggregating[kept++] = symbol;
            else
                symbol.IsAggregatePending = false;
        }

        Aggregating.RemoveRange(kept, Aggregating.Count - kept);
    }

    /// <summary>Ends an order that is no longer in the book.</summary>
    public void End(Order order, OrderStatus status, ExecutionType execution, ExpiryReason reason)
    {
        Expose(order, order.Remaining, add: false);
        order.Status = status;
        order.Updated_ms = state.Now_ms;
        Finish(order);
        Report(order, execution, reason);
    }

    public void Report(Order order, ExecutionType execution, ExpiryReason reason = ExpiryReason.None)
    {
        if (state.Events.HasListeners)
            state.Events.OrderUpdated(Describe(order, execution) with { ExpiryReason = reason });
    }

    /// <summary>Adds the quantity of an open order to the exposure of its account, or removes it.</summary>
    public void Expose(Order order, Quantity quantity, bool add)
    {
        if (order.Type == OrderType.Market || order.Type == OrderType.Liquidation)
            return;
        Notional value = order.Price * quantity;
        Holding holding = order.Holding;
        value = add ? value : -value;
        Notional opening = order.Closes ? Notional.Zero : value;
        if (order.Side == Side.Buy)
        {
            holding.Bids += value;
            holding.OpeningBids += opening;
        }
        else
        {
            holding.Asks += value;
            holding.OpeningAsks += opening;
        }
    }

    private (Money Realized, Money Fee) BookSide(Order order, long tradeId, Price price, Quantity quantity, bool isMaker)
    {
        Holding holding = order.Holding;
        Account account = holding.Account;
        ExactPosition position = holding.Of(order.PositionSide);
        Expose(order, quantity, add: false);
        (Money realized, bool closed) = MovePosition(holding, position, order.Side, price, quantity);
        Rate rate = order.Type == OrderType.Liquidation ? Rate.Zero : isMaker ? MakerRate(account, order) : account.Fees.Taker;
        Money fee = Charge(holding, position, price * quantity, rate, quantity);
        order.Executed += quantity;
        order.ExecutedQuote += price * quantity;
        order.Status = order.Remaining.IsZero ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        order.Updated_ms = state.Now_ms;
        account.Updated_ms = state.Now_ms;
        string symbol = holding.Listing.Symbol;
        state.OrdersOf(account).Fills.Add(new UserTradeRow(
            holding.Listing.Index, tradeId, order.Id, price, quantity, realized, fee, state.Now_ms, order.Side, order.PositionSide, isMaker));
        if (closed)
            AddIncome(account, symbol, IncomeType.RealizedPnl, realized, null, tradeId);
        if (!fee.IsZero)
            AddIncome(account, symbol, IncomeType.Commission, -fee, null, tradeId);
        if (!order.IsOpen)
            Finish(order);
        else if (order.AlgoId != 0)
            AlgoOrdersChanged.Add(order);
        if (!Changed.Contains(holding))
            Changed.Add(holding);
        return (realized, fee);
    }

    /// <summary>The maker fee rate of an order; RPI orders pay an additional rate.</summary>
    private Rate MakerRate(Account account, Order order) =>
        order.IsRpi ? Rate.FromUnits(account.Fees.Maker.Units + state.Options.RpiFee.Units) : account.Fees.Maker;

    /// <summary>Applies a fill to the position and transfers its isolated margin.</summary>
    private (Money Realized, bool Closed) MovePosition(Holding holding, ExactPosition position, Side side, Price price, Quantity quantity)
    {
        Quantity closed = position.ClosedBy(side, quantity);
        Quantity before = position.Amount.Abs;
        Money realized = state.Ledger.Realize(holding.Account, position.Apply(side, quantity, price, state.Now_ms));
        if (!holding.IsIsolated)
            return (realized, !closed.IsZero);
        if (!closed.IsZero)
            position.IsolatedWallet -= Money.FromUnits((long)ExactPosition.Share(position.IsolatedWallet.Units, closed.Units, before.Units));
        position.IsolatedWallet += Notional.FromUnits((price * (quantity - closed)).Units / holding.Leverage).Truncate();
        return (realized, !closed.IsZero);
    }

    private Money Charge(Holding holding, ExactPosition position, Notional value, Rate rate, Quantity quantity)
    {
        Money fee = rate.Of(value);
        state.Ledger.ChargeFee(holding.Account, fee);
        Quantity kept = Quantity.Min(quantity, position.Amount.Abs);
        if (!kept.IsZero)
            position.Carry(Money.FromUnits((long)ExactPosition.Share(fee.Units, kept.Units, quantity.Units)));
        return fee;
    }

    /// <param name="text">Text of the income row; null for the trade id.</param>
    public void AddIncome(Account account, string symbol, IncomeType type, Money amount, string? text, long tradeId) =>
        account.Income.Add(new IncomeRow(symbol, type, amount, text, state.Now_ms, state.NextTransactionId(), tradeId));

    private void Finish(Order order)
    {
        state.OrdersOf(order.Account).End(order);
        if (order.AlgoId != 0)
            AlgoOrdersChanged.Add(order);
    }

    private OrderUpdated Describe(Order order, ExecutionType execution) => new(order.ToView(), execution, state.Now_ms)
    {
        BidNotional = order.Holding.Bids.Truncate(),
        AskNotional = order.Holding.Asks.Truncate(),
    };

    private void Announce(Order order, long tradeId, Price price, Quantity quantity, Money realized, Money fee, bool isMaker)
    {
        ExecutionType execution = order.Type == OrderType.Liquidation ? ExecutionType.Calculated : ExecutionType.Trade;
        OrderUpdated update = Describe(order, execution) with
        {
            LastQuantity = quantity, LastPrice = price, TradeId = tradeId, Commission = fee, RealizedPnl = realized, IsMaker = isMaker,
        };
        AccountUpdated account = AccountViewBuilder.Change(order.Account, AccountReason.Order, state.Now_ms, Money.Zero, order.Holding, order.Holding.Of(order.PositionSide));
        if (execution == ExecutionType.Trade)
            state.Events.TradeLiteSent(new TradeLite(update.Order, quantity, price, tradeId, isMaker, state.Now_ms));
        if (state.Options.FillEvents == FillEventOrder.AccountFirst)
            state.Events.AccountUpdated(account);
        state.Events.OrderUpdated(update);
        if (state.Options.FillEvents == FillEventOrder.OrderFirst)
            state.Events.AccountUpdated(account);
    }
}
