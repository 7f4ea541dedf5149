using Platform.Exchanges.Binance.Market;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>One change of a book (`depthUpdate`): absolute quantities, zero where a level is gone.</summary>
/// <param name="PreviousUpdateId">`pu`: the last id of the change before it on the same stream; any other is a gap.</param>
public sealed record BookDiff(long FirstUpdateId, long LastUpdateId, long PreviousUpdateId, long Time_ms, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);
