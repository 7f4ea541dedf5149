using Platform.Domain.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Data.Repair;

/// <summary>Asks for the trades of one symbol by REST.</summary>
/// <param name="FromId">First id wanted; −1 asks for the first id of the window and everything since.</param>
/// <param name="UntilId">Last id wanted; −1 asks for everything up to the newest.</param>
/// <param name="Window_ms">Start of the window that must be whole when there is no id to go on from.</param>
/// <param name="Generation">Life of the shard's connection when asked; 0 while it is down.</param>
/// <param name="Asked_ms">Platform time.</param>
internal sealed record TradeQuery(int Feed, string Symbol, long FromId, long UntilId, long Window_ms, int Generation, long Asked_ms, int TradesMax);

/// <summary>One page of an answer.</summary>
/// <param name="SeedId">The first id of the window that was asked for; −1 when ids are known already, or the symbol never traded.</param>
/// <param name="IsLast">No further page follows.</param>
/// <param name="ReachedTip">The newest trade at the time of asking is in this page or before.</param>
internal sealed record TradePage(TradeQuery Query, IReadOnlyList<AggTrade> Trades, long SeedId, bool IsLast, bool ReachedTip, Fault? Fault);
