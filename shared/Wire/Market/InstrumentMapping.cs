using Platform.Domain.Instruments;
using Platform.Wire.V1;

namespace Platform.Wire.Market;

/// <summary>Instruments to the rows that queries answer.</summary>
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
