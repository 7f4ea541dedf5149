using System.Collections.Frozen;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Texts of errors whose causes a simulated exchange does not have, for the fault that injects them (spec/binance-usdm.md §6).</summary>
internal static class RefusalTexts
{
    private static readonly FrozenDictionary<int, string> Texts = new Dictionary<int, string>
    {
        [-1000] = "An unknown error occured while processing the request.",
        [-1013] = "INVALID_MESSAGE",
        [-1014] = "Unsupported order combination.",
        [-1016] = "This service is no longer available.",
        [-1114] = "TimeInForce parameter sent when not required.",
        [-1118] = "New client order ID was empty.",
        [-1119] = "Original client order ID was empty.",
        [-2010] = "NEW_ORDER_REJECTED",
        [-2012] = "Batch cancel failure.",
        [-2020] = "Unable to fill.",
        [-2023] = "User in liquidation mode now.",
        [-2024] = "Position is not sufficient.",
        [-2026] = "This OrderType is not supported when reduceOnly.",
        [-4083] = "Fail to place batch orders.",
        [-4109] = "Inactive account",
        [-4117] = "Stop order is triggering",
        [-4142] = "REJECT: take profit or stop order will be triggered immediately",
        [-4192] = "Trade forbidden due to Cooling-off Period.",
        [-4400] = "Quantitative rules violated, only reduceOnly orders are allowed.",
        [-4401] = "Large position rules violated, only reduceOnly order is allowed.",
        [-4531] = "Position mode change requires syncing UM and CM; please try again later.",
        [-5025] = "Only limit order is supported.",
        [-5028] = "Timestamp for this request is outside of the ME recvWindow.",
        [-5043] = "A pending modification already exists for this order.",
    }.ToFrozenDictionary();

    /// <summary>The error of a code with its text; for a code without a text, the text says that a fault is the cause.</summary>
    public static ApiError Of(int code) => new(code, Texts.GetValueOrDefault(code, "Refused by a fault."));
}
