using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Entry;

/// <summary>Changes the price or quantity of a resting limit order, which loses its place in the queue (spec/binance-usdm.md §4.3).</summary>
internal sealed class AmendmentEntry(CoreState state, OrderEntry orders, Matcher matcher, FillProcessor fills)
{
    private const int MaxModifications = 10_000;
    private long _lastAmendmentId = 5_000;

    public Reply<OrderView> Modify(ModifyOrder request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        if (request.OrderId is null && request.ClientOrderId is null)
            return VenueErrors.Missing("orderId");
        if (request.Quantity is not { } quantity)
            return VenueErrors.Missing("quantity");
        if (request.Price is null && request.PriceMatch == PriceMatch.None)
            return VenueErrors.Missing("price");
        if (request.Price is not null && request.PriceMatch != PriceMatch.None)
            return VenueErrors.NotRequired("price");
        if (orders.Find(request.Account, symbol, request.OrderId, request.ClientOrderId) is not { IsOpen: true } order || order.Side != request.Side)
            return VenueErrors.NoSuchOrder;
        Price? price = request.Price ?? OrderChecks.MatchedPrice(symbol.Book, order.Side, request.PriceMatch);
        if (price is not { } target)
            return VenueErrors.NoDepthForMatch;
        if (Check(symbol, order, request, target, quantity) is { } error)
            return error;
        Apply(symbol, order, request, target, quantity);
        return order.ToView();
    }

    public void Serialize(SnapshotSerializer serializer) => serializer.Value(ref _lastAmendmentId);

    private VenueError? Check(SymbolState symbol, Order order, ModifyOrder request, Price price, Quantity quantity)
    {
        Instrument instrument = symbol.Listing.Instrument;
        if (instrument.Status != InstrumentStatus.Trading)
            return VenueErrors.AmendNotTrading;
        if (order.Type != OrderType.Limit)
            return VenueErrors.AmendLimitOnly;
        if (order.IsRpi)
            return VenueErrors.Unsupported;
        if (request.ReduceOnly && !order.ReduceOnly)
            return VenueErrors.NotReduceOnly;
        if (order.Modifications >= MaxModifications)
            return VenueErrors.TooManyModifications;
        VenueError? grid = ParameterRules.Precision(request.Quantity, request.Price, instrument) ?? ParameterRules.QuantityBounds(instrument.Lot, quantity)
            ?? ParameterRules.PriceBounds(instrument, price) ?? OrderChecks.PercentPriceOf(symbol, order.Side, price);
        if (grid is not null)
            return grid;
        if (!request.ReduceOnly && !order.Closes && (price * quantity) < instrument.MinNotional)
            return VenueErrors.AmendNotionalTooSmall(instrument.MinNotional.ToString());
        if (price == order.Price && quantity == order.Quantity)
            return VenueErrors.NoNeedToModify;
        return Margin(order, price, quantity);
    }

    private VenueError? Margin(Order order, Price price, Quantity quantity)
    {
        if (order.Closes || quantity <= order.Executed)
            return null;
        fills.Expose(order, order.Remaining, add: false);
        Money cost = MarginRules.OrderCost(order.Holding, order.Side, price, quantity - order.Executed, closes: false);
        Money available = MarginRules.Sum(order.Account).Available;
        fills.Expose(order, order.Remaining, add: true);
        return cost > available ? VenueErrors.InsufficientMargin : null;
    }

    private void Apply(SymbolState symbol, Order order, ModifyOrder request, Price price, Quantity quantity)
    {
        bool crossesPostOnly = order.TimeInForce == TimeInForce.Gtx && symbol.Book.Against(order.Side).IsCrossedBy(price.Units);
        if (quantity <= order.Executed || crossesPostOnly)
        {
            matcher.Expire(symbol, order, OrderStatus.Canceled, ExpiryReason.None);
            return;
        }

        (Price oldPrice, Quantity oldQuantity) = (order.Price, order.Quantity);
        symbol.Book.Remove(order);
        fills.Expose(order, order.Remaining, add: false);
        (order.Price, order.Quantity, order.ModifyId) = (price, quantity, request.ModifyId);
        order.SelfTradePrevention = SelfTradePrevention.None;
        order.Modifications++;
        order.Updated_ms = state.Now_ms;
        fills.Expose(order, order.Remaining, add: true);
        state.OrdersOf(order.Account).Amendments.Add(new AmendmentView(
            ++_lastAmendmentId, symbol.Listing.Symbol, order.Id, order.ClientId, state.Now_ms, oldPrice, price, oldQuantity, quantity, order.Modifications, request.ModifyId));
        fills.Report(order, ExecutionType.Amendment);
        orders.Execute(symbol, order, price);
    }
}
