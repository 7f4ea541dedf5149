using Platform.Domain.Instruments;

namespace Platform.Data.Universe;

/// <summary>One line of a universe file.</summary>
internal sealed record UniverseMember(string Symbol, string System, string BaseAsset, string QuoteAsset, string Status, long Onboard_ms)
{
    public static UniverseMember Of(Instrument instrument) => new(
        instrument.Symbol, instrument.SystemName, instrument.BaseAsset, instrument.QuoteAsset, instrument.Status.ToString(), instrument.Onboard_ms);
}
