namespace Platform.Analytics.Bars;

/// <summary>The settings of bar building (spec/quant.md §1.5, Appendix C).</summary>
/// <param name="Grace_ms">Exchange time to wait after a window's end before it closes without a later trade.</param>
/// <param name="RevisionWindows">Windows back that a late trade still revises.</param>
/// <param name="HeldTradesMax">Trades kept beyond a gap per symbol; later ones are fetched again.</param>
public sealed record BarRules(long Grace_ms = 2_000, int RevisionWindows = 3, int HeldTradesMax = 20_000);
