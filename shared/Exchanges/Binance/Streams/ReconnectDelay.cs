namespace Platform.Exchanges.Binance.Streams;

/// <summary>How long to wait before the next attempt: doubling from a quarter second to a ceiling, each drawn from its upper half.</summary>
internal sealed class ReconnectDelay(int seed, TimeSpan ceiling)
{
    private readonly Random _random = new(seed);
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        double full_ms = Math.Min(ceiling.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(_failures++, 16)));
        return TimeSpan.FromMilliseconds(full_ms * (0.5 + _random.NextDouble() / 2));
    }
}
