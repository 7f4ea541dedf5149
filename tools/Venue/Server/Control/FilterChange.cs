using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Venue.Gateway.Faults;

namespace Platform.Venue.Server.Control;

/// <summary>Changes one filter of a contract, by its name in exchangeInfo.</summary>
internal static class FilterChange
{
    public static readonly string Expected = string.Join(", ", FaultRule.FilterNames) + " as decimal text: steps and multipliers above 0, bounds of at least 0";

    /// <summary>Returns the contract with one filter changed; null for an unknown filter or an invalid value.</summary>
    public static Instrument? Apply(Instrument instrument, string filter, string value) => filter switch
    {
        "tickSize" => Priced(value, least: 1, price => instrument with { Price = instrument.Price with { Tick = price } }),
        "minPrice" => Priced(value, least: 0, price => instrument with { Price = instrument.Price with { Min = price } }),
        "maxPrice" => Priced(value, least: 0, price => instrument with { Price = instrument.Price with { Max = price } }),
        "stepSize" => Sized(value, least: 1, step => Lots(instrument, lot => lot with { Step = step })),
        "minQty" => Sized(value, least: 0, min => Lots(instrument, lot => lot with { Min = min })),
        "maxQty" => Sized(value, least: 0, max => Lots(instrument, lot => lot with { Max = max })),
        "minNotional" => Notional.TryParse(value, out Notional notional) && notional >= Notional.Zero ? instrument with { MinNotional = notional } : null,
        "multiplierUp" => Rated(value, up => instrument with { PercentPrice = instrument.PercentPrice with { Up = up } }),
        "multiplierDown" => Rated(value, down => instrument with { PercentPrice = instrument.PercentPrice with { Down = down } }),
        _ => null,
    };

    private static Instrument Lots(Instrument instrument, Func<LotSize, LotSize> change) => instrument with { Lot = change(instrument.Lot), MarketLot = change(instrument.MarketLot) };

    private static Instrument? Priced(string value, int least, Func<Price, Instrument> change) =>
        Price.TryParse(value, out Price price) && price.Sign >= least ? change(price) : null;

    private static Instrument? Sized(string value, int least, Func<Quantity, Instrument> change) =>
        Quantity.TryParse(value, out Quantity quantity) && quantity.Sign >= least ? change(quantity) : null;

    private static Instrument? Rated(string value, Func<Rate, Instrument> change) => Rate.TryParse(value, out Rate rate) && rate.Units > 0 ? change(rate) : null;
}
