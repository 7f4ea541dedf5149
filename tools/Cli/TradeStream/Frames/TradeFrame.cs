using Platform.Analytics.OrderFlow;

namespace Platform.Cli.TradeStream.Frames;

/// <summary>The kind of message on a trade stream.</summary>
internal enum TradeFrameKind : byte
{
    Trade,

    /// <summary>Another event, or the answer to a subscription.</summary>
    Other,

    /// <summary>An error that the exchange reports.</summary>
    Refusal,
    Malformed,
}

/// <summary>The stream of a trade; both streams report the same trades, so their sums must not be added.</summary>
internal enum TradeKind : byte
{
    None,
    Aggregate,
    Single,
}

/// <summary>One received trade.</summary>
/// <param name="IsOffBook">True for a trade of the insurance fund or of auto-deleveraging, which is no market trade.</param>
/// <param name="Received_ms">Local time of arrival, Unix ms; null when the source has none.</param>
internal readonly record struct TradeFrame(TradePrint Print, TradeKind Kind, bool IsOffBook = false, double? Received_ms = null);
