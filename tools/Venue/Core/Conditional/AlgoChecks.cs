using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Conditional;

/// <summary>Validates a conditional order. Margin is checked when the order triggers (spec/binance-usdm.md §4.5).</summary>
internal static class AlgoChecks
{
    private static readonly Rate SmallestCallback = Rate.Parse("0.1");
    private static readonly Rate LargestCallback = Rate.Parse("20");

    public static VenueError? Check(PlaceAlgoOrder request, SymbolState symbol, Account account, long now_ms)
    {
        if (request.Type is OrderType.Limit or OrderType.Market or OrderType.Liquidation)
            return VenueErrors.InvalidOrderType;
        if (request.TimeInForce == TimeInForce.Rpi)
            return VenueErrors.InvalidTimeInForce;
        VenueError? error = request.ClientAlgoId is { } id ? ParameterRules.ClientId(id, "clientAlgoId") : null;
        error ??= ClosePosition(request, account.Hedge);
        if (error is not null)
            return error;
        if (request.Quantity is null && !request.ClosePosition)
            return VenueErrors.Missing("quantity");
        if (account.Hedge && request.ReduceOnly is not null)
            return VenueErrors.NotRequired("reduceonly");
        error = Prices(request) ?? ParameterRules.SideOf(request.PositionSide, account.Hedge);
        if (error is null && request.TimeInForce == TimeInForce.Gtd)
            error = ParameterRules.GoodTill(request.GoodTillDate_ms, now_ms);
        return error ?? Grid(request, symbol.Listing.Instrument);
    }

    private static VenueError? ClosePosition(PlaceAlgoOrder request, bool hedge)
    {
        if (!request.ClosePosition)
            return null;
        if (request.Type is not (OrderType.StopMarket or OrderType.TakeProfitMarket))
            return new VenueError(-4136, "Target strategy invalid for orderType closePosition");
        if (request.Quantity is not null)
            return VenueErrors.CloseWithQuantity;
        if (request.ReduceOnly == false)
            return VenueErrors.CloseNotReduceOnly;
        if (request.ReduceOnly is not null)
            return VenueErrors.NotRequired("reduceonly");
        bool opening = hedge && (request.PositionSide == PositionSide.Long) == (request.Side == Side.Buy);
        return opening ? VenueErrors.InvalidPositionSide : null;
    }

    private static VenueError? Prices(PlaceAlgoOrder request)
    {
        if (request.Type == OrderType.TrailingStopMarket)
        {
            if (request.CallbackPercent is not { } callback)
                return VenueErrors.Missing("callbackRate");
            bool outside = callback.Units < SmallestCallback.Units || callback.Units > LargestCallback.Units;
            return outside ? new VenueError(-2007, "Invalid callBack rate") : null;
        }

        if (request.TriggerPrice is null)
            return VenueErrors.Missing("triggerprice");
        bool limit = request.Type is OrderType.Stop or OrderType.TakeProfit;
        if (!limit)
            return request.PriceMatch != PriceMatch.None ? VenueErrors.PriceMatchUnsupported : null;
        if (request.PriceMatch == PriceMatch.None)
            return request.Price is null ? VenueErrors.Missing("price") : null;
        return request.Price is not null ? VenueErrors.NotRequired("price") : null;
    }

    /// <summary>The limit price of a stop or take-profit order must be within the PERCENT_PRICE band around its trigger price.</summary>
    private static VenueError? LimitAroundTrigger(PlaceAlgoOrder request, Instrument instrument)
    {
        if (request.Price is not { } price || request.TriggerPrice is not { } trigger)
            return null;
        Price cap = OrderChecks.Scale(trigger, instrument.PercentPrice.Up), floor = OrderChecks.Scale(trigger, instrument.PercentPrice.Down);
        if (request.Side == Side.Buy && cap.Units > 0 && price > cap)
            return VenueErrors.LimitAboveTrigger(cap.FloorTo(instrument.Price.Tick).ToString());
        return request.Side == Side.Sell && floor.Units > 0 && price < floor ? VenueErrors.LimitBelowTrigger(floor.CeilingTo(instrument.Price.Tick).ToString()) : null;
    }

    private static VenueError? Grid(PlaceAlgoOrder request, Instrument instrument)
    {
        bool limit = request.Type is OrderType.Stop or OrderType.TakeProfit;
        VenueError? error = ParameterRules.Precision(request.Quantity, request.Price, instrument)
            ?? ParameterRules.Precision(null, request.TriggerPrice, instrument) ?? ParameterRules.Precision(null, request.ActivatePrice, instrument);
        if (error is null && request.Quantity is { } quantity)
            error = ParameterRules.QuantityBounds(limit ? instrument.Lot : instrument.MarketLot, quantity);
        if (error is null && request.Price is { } price)
            error = ParameterRules.PriceBounds(instrument, price);
        if (error is null && request.TriggerPrice is { } trigger)
            error = ParameterRules.PriceBounds(instrument, trigger);
        if (error is null && request.ActivatePrice is { } activate && ParameterRules.PriceBounds(instrument, activate) is not null)
            error = VenueErrors.InvalidActivationPrice;
        return error ?? LimitAroundTrigger(request, instrument);
    }
}
