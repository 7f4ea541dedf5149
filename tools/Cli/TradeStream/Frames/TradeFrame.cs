using Platform.Analytics.OrderFlow;

namespace Platform.Cli.TradeStream.Frames;

/// <summary>What a message of a trade stream is.</summary>
internal enum TradeFrameKind : byte
{
    Trade,

    /// <summary>Another event, or the answer to a subscription.</summary>
    Other,

    /// <summary>An error that the exchange reports.</summary>
    Refusal,
    Malformed,
}

/// <summary>Which stream a trade comes from; the two report the same trades and must not be added up.</summary>
internal enum TradeKind : byte
{
    None,
    Aggregate,
    Single,
}

/// <summary>One trade as it was received.</summary>
/// <param name="IsOffBook">No market trade: insurance fund or auto-deleveraging.</param>
/// <param name="Received_ms">Local time of its arrival, Unix ms; null when the source has none.</param>
internal readonly record struct TradeFrame(TradePrint Print, TradeKind Kind, bool IsOffBook = false, double? Received_ms = null);
