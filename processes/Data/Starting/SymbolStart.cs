using Platform.Analytics.Bars;

namespace Platform.Data.Starting;

/// <summary>Where one symbol begins: the window that closes next and what is known before it.</summary>
/// <param name="PreviousClose">Close of the bar before, 10^-8; 0 when none is known.</param>
/// <param name="NextId">Aggregate id to go on from; −1 asks the exchange for the first of the window.</param>
/// <param name="Recent">Newest closed windows of the journal, oldest first: late trades may still revise them.</param>
internal sealed record SymbolStart(string Symbol, long OpenWindow_ms, long PreviousClose, long NextId, IReadOnlyList<ClosedBar> Recent);
