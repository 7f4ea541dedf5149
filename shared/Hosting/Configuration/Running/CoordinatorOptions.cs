using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Liveness, repeated triggers and the request budget, all in real time.</summary>
public sealed record CoordinatorOptions
{
    [Key("Real ms between two heartbeats of a process.", Min = 50, Max = 60_000)]
    public int HeartbeatInterval_ms { get; init; } = 1_000;

    [Key("Number of missed heartbeats after which a process counts as lost (shown and reported as an alert; the supervisor restarts ended processes).", Min = 2, Max = 100)]
    public int LostAfterHeartbeats { get; init; } = 5;

    [Key("A run that the strategy has not computed after this many real ms is triggered again with the same run id, so that it takes effect once.", Min = 1_000, Max = 3_600_000)]
    public int RetriggerAfter_ms { get; init; } = 30_000;

    [Key("Maximum number of triggers of one run; when the last one stays unanswered, the run is marked as failed and the newest waiting label is computed.", Min = 1, Max = 100)]
    public int TriggersMax { get; init; } = 3;

    [Key("Number of runs kept in memory and returned by ListRuns; older ones stay in the journal.", Min = 10, Max = 1_000_000)]
    public int RunsKept { get; init; } = 2_000;

    [Key("A command that an executor has not received within this many real ms is not delivered any more; pause, reduce-only and kill still apply to the executor.", Min = 1_000, Max = 86_400_000)]
    public int CommandExpiry_ms { get; init; } = 600_000;

    [Key("Request weight per minute that all processes behind this IP address may use at the exchange (Binance allows 2400). Beyond it callers wait.", Min = 1, Max = 1_000_000)]
    public int WeightPerMinute { get; init; } = 2_400;

    [Key("Share of the weight that only risk-reducing calls may use (cancels, reduce-only orders and the account queries before them).", Min = 0, Max = 0.9)]
    public double WeightReserved { get; init; } = 0.2;
}
