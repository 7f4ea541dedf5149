using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Entry;

/// <summary>The checks that do not depend on market prices: mandatory parameters, enumerations, precision, position mode, bounds, tick and step.</summary>
internal static class ParameterRules
{
    private const string LegalClientId = @"^[\.A-Z\:/a-z0-9_-]{1,36}$";
    private const long LastGoodTill_ms = 253_402_300_799_000;

    public static VenueError? Mandatory(PlaceOrder request)
    {
        if (request.Type is not (OrderType.Limit or OrderType.Market))
            return VenueErrors.UseAlgoEndpoint;
        if (request.Quantity is null)
            return VenueErrors.Missing("quantity");
        if (request.Type != OrderType.Limit)
            return request.Price is not null ? VenueErrors.NotRequired("price") : request.TimeInForce is not null ? VenueErrors.NotRequired("timeInForce") : null;
        if (request.TimeInForce is null)
            return VenueErrors.Missing("timeinforce");
        if (request.PriceMatch == PriceMatch.None)
            return request.Price is null ? VenueErrors.Missing("price") : null;
        return request.Price is not null ? VenueErrors.NotRequired("price") : null;
    }

    public static VenueError? Enumerations(PlaceOrder request, long now_ms)
    {
        if (request.ClientOrderId is { } id && ClientId(id, "newClientOrderId") is { } illegal)
            return illegal;
        if (request.Type == OrderType.Market && request.PriceMatch != PriceMatch.None)
            return VenueErrors.PriceMatchUnsupported;
        return request.TimeInForce == TimeInForce.Gtd ? GoodTill(request.GoodTillDate_ms, now_ms) : null;
    }

    public static VenueError? GoodTill(long goodTill_ms, long now_ms)
    {
        if (goodTill_ms == 0)
            return VenueErrors.Missing("goodtilldate");
        return goodTill_ms <= now_ms + 600_000 || goodTill_ms >= LastGoodTill_ms ? VenueErrors.GoodTillDateRange : null;
    }

    public static VenueError? ClientId(string id, string parameter)
    {
        if (id.Length > 36)
            return VenueErrors.ClientIdTooLong;
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':' or '/' or '_' or '-'))
                return VenueErrors.IllegalCharacters(parameter, LegalClientId);
        }

        return id.Length == 0 ? VenueErrors.IllegalCharacters(parameter, LegalClientId) : null;
    }

    public static VenueError? Precision(PlaceOrder request, Instrument instrument) =>
        Precision(request.Quantity, request.Price, instrument);

    public static VenueError? Precision(Quantity? quantity, Price? price, Instrument instrument)
    {
        bool over = IsOver(quantity?.Units ?? 0, instrument.QuantityPrecision) || IsOver(price?.Units ?? 0, instrument.PricePrecision);
        return over ? VenueErrors.PrecisionOver : null;
    }

    public static VenueError? Mode(PlaceOrder request, bool hedge)
    {
        if (SideOf(request.PositionSide, hedge) is { } mismatch)
            return mismatch;
        return hedge && request.ReduceOnly is not null ? VenueErrors.NotRequired("reduceonly") : null;
    }

    public static VenueError? SideOf(PositionSide? side, bool hedge)
    {
        bool sided = side is PositionSide.Long or PositionSide.Short;
        return sided == hedge ? null : VenueErrors.PositionSideMismatch;
    }

    public static VenueError? Status(InstrumentStatus status, bool closes) => status switch
    {
        InstrumentStatus.Trading => null,
        InstrumentStatus.Closed => VenueErrors.SymbolClosed,
        InstrumentStatus.CancelOnly or InstrumentStatus.Settling => closes ? null : VenueErrors.SymbolNotOpening,
        _ => VenueErrors.InvalidSymbolStatus,
    };

    public static VenueError? QuantityBounds(LotSize lot, Quantity quantity)
    {
        if (quantity.Units <= 0)
            return VenueErrors.QuantityNotPositive;
        if (quantity < lot.Min)
            return VenueErrors.QuantityBelowMin;
        if (lot.Max.Units > 0 && quantity > lot.Max)
            return VenueErrors.QuantityAboveMax;
        return quantity.IsMultipleOf(lot.Step) ? null : VenueErrors.QuantityOffStep;
    }

    public static VenueError? PriceBounds(Instrument instrument, Price price)
    {
        PriceFilter filter = instrument.Price;
        if (price.Units <= 0)
            return VenueErrors.PriceNotPositive;
        if (filter.Max.Units > 0 && price > filter.Max)
            return VenueErrors.PriceAboveMax;
        if (filter.Min.Units > 0 && price < filter.Min)
            return VenueErrors.PriceBelowMin;
        return price.IsMultipleOf(filter.Tick) ? null : VenueErrors.PriceOffTick;
    }

    private static bool IsOver(long units, int precision) => units % FixedText.PowerOfTen(8 - Math.Min(8, precision)) != 0;
}
