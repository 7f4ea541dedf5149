namespace Platform.Exchanges.Binance.Rest;

/// <summary>Time limits of the REST session.</summary>
/// <param name="RecvWindow_ms">How old, by the venue's clock, a signed request may be when it arrives.</param>
/// <param name="TimeLimit">Real time until an answer is given up; for a mutation its outcome is then unknown.</param>
public sealed record BinanceRestOptions(long RecvWindow_ms = 5_000, TimeSpan? TimeLimit = null)
{
    /// <summary>The window widened for a clock that runs faster than real time: min(60000, 5000 × speed).</summary>
    public static BinanceRestOptions ForSpeed(double speed) => new((long)Math.Min(60_000, 5_000 * Math.Max(1, speed)));
}
