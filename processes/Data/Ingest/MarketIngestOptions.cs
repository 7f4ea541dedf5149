namespace Platform.Data.Ingest;

/// <summary>Settings of market ingest. Platform ms run at the speed of the clock, real ms do not.</summary>
internal sealed record MarketIngestOptions
{
    public double Speed { get; init; } = 1;

    public int HardDeadline_ms { get; init; } = 60_000;

    public int Reorder_ms { get; init; } = 250;

    public long Grace_ms { get; init; } = 2_000;

    public int GapTradesMax { get; init; } = 3_000;

    public int CatchUpTradesMax { get; init; } = 100_000;

    public int GapBudgetPerMinute { get; init; } = 15_000;

    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Exchange ms without a trade after which a usually busy symbol is checked over REST.</summary>
    public long SilenceCheck_ms { get; init; } = 60_000;

    /// <summary>Exchange ms after the end of the window in progress at the start at which its missing trades are no longer waited for.</summary>
    public int LabelDeadline_ms { get; init; } = 20_000;

    /// <summary>Symbols per platform minute for which the request budget can fetch the window in progress.</summary>
    public int BackfillsPerMinute { get; init; } = 25;

    /// <summary>Queries of the start that are in flight at the same time; further ones wait.</summary>
    public int BackfillsAtOnce { get; init; } = 16;

    /// <summary><see cref="LabelDeadline_ms"/>, but at least five real seconds.</summary>
    public long StartDeadline_ms => Math.Max(LabelDeadline_ms, (long)(5_000 * Speed));

    /// <summary>The local deadline in platform ms, at least five real seconds.</summary>
    public long Deadline_ms => Math.Max(HardDeadline_ms, (long)(5_000 * Speed));

    /// <summary>How far a trade's time may be later than the local clock, platform ms.</summary>
    public long Future_ms => Math.Max(60_000, (long)(5_000 * Speed));

    /// <summary>
    /// Real wait between two queries of one symbol; shorter than the deadline, so that a failed query can be repeated before it.
    /// </summary>
    public TimeSpan RetryAfter => TimeSpan.FromMilliseconds(Math.Min(Cooldown.TotalMilliseconds, Deadline_ms / Speed / 4));
}
