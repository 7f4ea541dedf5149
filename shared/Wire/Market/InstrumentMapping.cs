using Platform.Domain.Instruments;
using Platform.Wire.V1;

namespace Platform.Wire.Market;

/// <summary>Maps instruments to the rows of query answers.</summary>
public static class InstrumentMapping
{
    public static InstrumentRow ToWire(this Instrument instrument) => new()
    {
        Symbol = instrument.Symbol,
        BaseAsset = instrument.BaseAsset,
        QuoteAsset = instrument.QuoteAsset,
        Status = instrument.Status.ToString(),
        Tick = instrument.Price.Tick.ToString(),
        Step = instrument.Lot.Step.ToString(),
        MinQuantity = instrument.Lot.Min.ToString(),
        MinNotional = instrument.MinNotional.ToString(),
    };
}
