using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Entry;

/// <summary>Validates an order request in the order of spec/binance-usdm.md §4.2; a valid request can be placed.</summary>
internal sealed class OrderChecks(CoreState state)
{
    /// <summary>Returns the first error; null when the order is valid, and the draft then contains all defaults.</summary>
    public VenueError? Check(PlaceOrder request, out OrderDraft draft)
    {
        draft = default;
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        Account account = state.Of(request.Account);
        VenueError? error = ParameterRules.Mandatory(request) ?? ParameterRules.Enumerations(request, state.Now_ms) ?? ParameterRules.Precision(request, symbol.Listing.Instrument)
            ?? ParameterRules.Mode(request, account.Hedge);
        if (error is not null)
            return error;
        Holding holding = account.In(symbol.Listing);
        PositionSide positionSide = request.PositionSide ?? PositionSide.Both;
        bool closing = account.Hedge && (positionSide == PositionSide.Long) == (request.Side == Side.Sell);
        draft = new OrderDraft
        {
            Request = request, Symbol = symbol, Holding = holding, PositionSide = positionSide,
            TimeInForce = request.TimeInForce ?? TimeInForce.Gtc,
            Quantity = request.Quantity ?? Quantity.Zero,
            Price = request.Price ?? Price.Zero,
            ReduceOnly = request.ReduceOnly == true,
            Closes = closing || request.ReduceOnly == true || request.ClosePosition,
        };
        return CheckAgainstMarket(ref draft);
    }

    /// <summary>The limit price for a price match mode; null when the book does not have enough levels.</summary>
    public static Price? MatchedPrice(OrderBook book, Side side, PriceMatch match)
    {
        bool opponent = match <= PriceMatch.Opponent20;
        int depth = match switch
        {
            PriceMatch.Opponent or PriceMatch.Queue => 0,
            PriceMatch.Opponent5 or PriceMatch.Queue5 => 4,
            PriceMatch.Opponent10 or PriceMatch.Queue10 => 9,
            _ => 19,
        };
        BookSide levels = opponent ? book.Against(side) : book.Of(side);
        return depth < levels.Count ? Price.FromUnits(levels[depth].Price) : null;
    }

    /// <summary>Checks a limit price against the PERCENT_PRICE filter around the mark price.</summary>
    public static VenueError? PercentPriceOf(SymbolState symbol, Side side, Price price)
    {
        Instrument instrument = symbol.Listing.Instrument;
        (Rate up, Rate down) = (instrument.PercentPrice.Up, instrument.PercentPrice.Down);
        if (side == Side.Buy && up.Units > 0 && price > Scale(symbol.Listing.MarkPrice, up))
            return VenueErrors.PriceAboveCap(Scale(symbol.Listing.MarkPrice, up).FloorTo(instrument.Price.Tick).ToString());
        if (side == Side.Sell && down.Units > 0 && price < Scale(symbol.Listing.MarkPrice, down))
            return VenueErrors.PriceBelowFloor(Scale(symbol.Listing.MarkPrice, down).CeilingTo(instrument.Price.Tick).ToString());
        return null;
    }

    private VenueError? CheckAgainstMarket(ref OrderDraft draft)
    {
        if (ParameterRules.Status(draft.Symbol.Listing.Instrument.Status, draft.Closes) is { } closed)
            return closed;
        if (Controlled(draft) is { } controlled)
            return controlled;
        if (draft.TimeInForce == TimeInForce.Rpi && !draft.Symbol.Listing.View.TakesRpi)
            return VenueErrors.NotForRpi;
        Instrument instrument = draft.Symbol.Listing.Instrument;
        if (ParameterRules.QuantityBounds(draft.IsMarket ? instrument.MarketLot : instrument.Lot, draft.Quantity) is { } quantity)
            return quantity;
        if ((draft.IsMarket ? PriceMarket(ref draft) : PriceLimit(ref draft)) is { } priced)
            return priced;
        Price reference = draft.IsMarket ? draft.Symbol.Listing.MarkPrice : draft.Price;
        if (!draft.Closes && (reference * draft.Quantity) < instrument.MinNotional)
            return VenueErrors.NotionalTooSmall(instrument.MinNotional.ToString());
        if (draft.Closes && Reduce(ref draft) is { } reduced)
            return reduced;
        return Bracket(draft) ?? Margin(draft) ?? Count(draft) ?? AtMatchTime(draft);
    }

    /// <summary>Checks position risk control: an order on the controlled side may only close a position.</summary>
    private static VenueError? Controlled(in OrderDraft draft)
    {
        PositionControl control = draft.Symbol.Listing.View.Control;
        if (control == PositionControl.None || draft.Closes || draft.Position.ClosedBy(draft.Side, draft.Quantity) == draft.Quantity)
            return null;
        if (control == PositionControl.Both)
            return VenueErrors.ReduceOnlyControl;
        return (control, draft.Side) switch
        {
            (PositionControl.Long, Side.Buy) => VenueErrors.BuyControl,
            (PositionControl.Short, Side.Sell) => VenueErrors.SellControl,
            _ => null,
        };
    }

    private static VenueError? PriceLimit(ref OrderDraft draft)
    {
        Price price = draft.Price;
        if (draft.Request.PriceMatch != PriceMatch.None)
        {
            if (MatchedPrice(draft.Symbol.Book, draft.Side, draft.Request.PriceMatch) is not { } matched)
                return VenueErrors.NoDepthForMatch;
            price = matched;
        }

        draft.Price = price;
        return ParameterRules.PriceBounds(draft.Symbol.Listing.Instrument, price) ?? PercentPriceOf(draft.Symbol, draft.Side, price);
    }

    /// <summary>Sets the worst fill price of a market order: the mark price plus or minus the market take bound.</summary>
    private static VenueError? PriceMarket(ref OrderDraft draft)
    {
        SymbolState symbol = draft.Symbol;
        Instrument instrument = symbol.Listing.Instrument;
        BookSide against = symbol.Book.Against(draft.Side);
        if (against.IsEmpty)
            return VenueErrors.NoOrdersOnBook;
        if (PercentPriceOf(symbol, draft.Side, Price.FromUnits(against.BestPrice)) is not null)
            return VenueErrors.CounterpartyPercentPrice;
        Rate bound = symbol.Listing.View.MarketTakeBound;
        draft.Price = draft.Side == Side.Buy
            ? Scale(symbol.Listing.MarkPrice, Rate.FromUnits(Price.One + bound.Units)).CeilingTo(instrument.Price.Tick)
            : Scale(symbol.Listing.MarkPrice, Rate.FromUnits(Price.One - bound.Units)).FloorTo(instrument.Price.Tick);
        return null;
    }

    /// <summary>Limits a reduce-only order to the quantity that is left to close; in hedge mode an order that is too large is refused.</summary>
    private VenueError? Reduce(ref OrderDraft draft)
    {
        Quantity open = draft.Position.ClosedBy(draft.Side, Quantity.MaxValue);
        if (open.IsZero)
            return VenueErrors.ReduceOnlyRejected;
        Quantity claimed = Quantity.Zero;
        for (Order? order = state.SymbolOrdersOf(draft.Holding).FirstOpen; order is not null; order = order.NextOpen)
        {
            if (order.Closes && order.Side == draft.Side && order.PositionSide == draft.PositionSide)
                claimed += order.Remaining;
        }

        bool hedge = draft.Holding.Account.Hedge;
        Quantity free = draft.IsMarket && !hedge ? open : open - claimed;
        if (free.Units <= 0)
            return hedge ? VenueErrors.ReduceOnlyRejected : VenueErrors.ReduceOnlyConflict;
        if (draft.Quantity <= free)
            return null;
        if (hedge)
            return VenueErrors.ReduceOnlyRejected;
        draft.Quantity = free;
        return null;
    }

    private static VenueError? Bracket(in OrderDraft draft)
    {
        if (draft.Closes)
            return null;
        Holding holding = draft.Holding;
        Notional present = (draft.Position.Amount * holding.Listing.MarkPrice).Abs;
        bool grows = draft.Position.Amount.Sign != -(int)draft.Side;
        Notional orders = draft.Side == Side.Buy ? holding.OpeningBids : holding.OpeningAsks;
        Notional value = (draft.IsMarket ? holding.Listing.MarkPrice : draft.Price) * draft.Quantity;
        Notional exposure = grows ? present + orders + value : orders + value - present;
        return exposure.Truncate() > holding.MaxNotional ? VenueErrors.AboveBracket : null;
    }

    private VenueError? Margin(in OrderDraft draft)
    {
        if (draft.Closes)
            return null;
        if (draft.Symbol.Listing.Instrument.MarginAsset != AccountView.MarginAsset)
            return VenueErrors.InsufficientMargin;
        Price price = draft.IsMarket ? AssumedPrice(draft) : draft.Price;
        Money cost = MarginRules.OrderCost(draft.Holding, draft.Side, price, draft.Quantity, closes: false);
        if (draft.IsMarket || draft.Symbol.Book.Against(draft.Side).IsCrossedBy(draft.Price.Units))
            cost += draft.Holding.Account.Fees.Taker.Of(price * draft.Quantity);
        if (cost.Units <= 0)
            return null;
        return cost > MarginRules.Sum(draft.Holding.Account).Available ? VenueErrors.InsufficientMargin : null;
    }

    private static Price AssumedPrice(in OrderDraft draft)
    {
        BookSide against = draft.Symbol.Book.Against(draft.Side);
        Price best = against.IsEmpty ? draft.Symbol.Listing.MarkPrice : Price.FromUnits(against.BestPrice);
        return Price.Max(best, draft.Symbol.Listing.MarkPrice);
    }

    private VenueError? Count(in OrderDraft draft)
    {
        SymbolOrders orders = state.SymbolOrdersOf(draft.Holding);
        if (draft.Request.ClientOrderId is { } id && orders.IsOpenClientId(id))
            return VenueErrors.DuplicateClientId;
        int most = draft.Symbol.Listing.Instrument.MaxOrders;
        return most > 0 && draft.Holding.OpenOrders >= most && !draft.IsMarket ? VenueErrors.TooManyOrders : null;
    }

    private static VenueError? AtMatchTime(in OrderDraft draft)
    {
        if (draft.IsMarket)
            return null;
        OrderBook book = draft.Symbol.Book;
        if (draft.TimeInForce is TimeInForce.Gtx or TimeInForce.Rpi && book.Against(draft.Side).IsCrossedBy(draft.Price.Units))
            return VenueErrors.PostOnlyRejected;
        bool unfillable = draft.TimeInForce == TimeInForce.Fok
            && book.Available(draft.Side, draft.Price.Units, draft.Quantity.Units) < draft.Quantity.Units;
        return unfillable ? VenueErrors.FokRejected : null;
    }

    public static Price Scale(Price price, Rate rate) => Price.FromUnits((long)((Int128)price.Units * rate.Units / Price.One));
}
