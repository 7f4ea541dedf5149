using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Arbitrage;

/// <summary>Thresholds of the scanner; the defaults are those of quant.md §9.3.</summary>
/// <param name="MinSpread_bps">The least gross spread that is reported.</param>
/// <param name="MinNet_bps">The least spread after fees and slippage.</param>
/// <param name="Slippage_bps">Expected on the entry of both legs together.</param>
/// <param name="MaxNotional">The largest size, in quote currency of the buying side.</param>
/// <param name="FundingHorizon_hours">How long a position is assumed to be held.</param>
/// <param name="NetStep_bps">A move of the net since the last report that is reported again.</param>
/// <param name="QuoteAgeMax_ms">Age above which a quote does not count.</param>
/// <param name="TimeSkewMax_ms">The largest distance of the exchange times of two quotes, after correction of the clocks.</param>
/// <param name="HeartbeatAgeMax_ms">Silence of a connection above which its quotes do not count.</param>
/// <param name="Expiry_ms">How long an opportunity may fail its conditions before it ends.</param>
public sealed record ArbitrageOptions(
    double MinSpread_bps = 5,
    double MinNet_bps = 0,
    double Slippage_bps = 0,
    decimal MaxNotional = 100_000m,
    double FundingHorizon_hours = 8,
    double NetStep_bps = 0.5,
    long QuoteAgeMax_ms = 1_500,
    long TimeSkewMax_ms = 500,
    long HeartbeatAgeMax_ms = 30_000,
    long Expiry_ms = 1_000)
{
    /// <summary>A broken threshold is a programmer's error; input is checked where it is read.</summary>
    internal void Verify()
    {
        Check.That(double.IsFinite(MinSpread_bps) && double.IsFinite(MinNet_bps), "thresholds are numbers");
        Check.That(Slippage_bps >= 0 && NetStep_bps > 0 && FundingHorizon_hours >= 0, "costs and horizons are not negative");
        Check.That(MaxNotional > 0, "the largest notional is positive");
        Check.That(QuoteAgeMax_ms > 0 && TimeSkewMax_ms > 0 && HeartbeatAgeMax_ms > 0 && Expiry_ms > 0, "time limits are positive");
    }
}
