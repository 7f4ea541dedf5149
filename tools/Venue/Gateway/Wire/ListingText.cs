using Platform.Domain.Instruments;

namespace Platform.Venue.Gateway.Wire;

/// <summary>The state of a contract in the exchange's words.</summary>
internal static class ListingText
{
    public static string Status(InstrumentStatus status) => status switch
    {
        InstrumentStatus.Trading => "TRADING",
        InstrumentStatus.PendingTrading => "PENDING_TRADING",
        InstrumentStatus.Halted => "TRADING_HALT",
        InstrumentStatus.CancelOnly => "TRADING_CANCEL_ONLY",
        InstrumentStatus.Settling => "SETTLING",
        _ => "CLOSE",
    };
}
