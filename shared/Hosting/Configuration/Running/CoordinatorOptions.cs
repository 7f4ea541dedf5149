using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Liveness, retriggering and the rate budget, all in real time.</summary>
public sealed record CoordinatorOptions
{
    [Key("Real ms between two heartbeats of a process.", Min = 50, Max = 60_000)]
    public int HeartbeatInterval_ms { get; init; } = 1_000;

    [Key("Heartbeats missed before a process counts as lost (shown, alerted; the supervisor restarts what has ended).", Min = 2, Max = 100)]
    public int LostAfterHeartbeats { get; init; } = 5;

    [Key("A run that the strategy has not computed after this many real ms is triggered again under the same run id; its effect stays single.", Min = 1_000, Max = 3_600_000)]
    public int RetriggerAfter_ms { get; init; } = 30_000;

    [Key("Triggers of one run; after the last one without an answer the run is marked failed and the newest waiting label is computed.", Min = 1, Max = 100)]
    public int TriggersMax { get; init; } = 3;

    [Key("Runs kept in memory and answered by ListRuns; older ones stay in the journal.", Min = 10, Max = 1_000_000)]
    public int RunsKept { get; init; } = 2_000;

    [Key("An executor that has not received a command within this many real ms never does; what pause, reduce-only and kill hold still holds for it.", Min = 1_000, Max = 86_400_000)]
    public int CommandExpiry_ms { get; init; } = 600_000;

    [Key("Request weight per minute that all processes behind this address may spend at the exchange (Binance allows 2400). At the bound callers wait.", Min = 1, Max = 1_000_000)]
    public int WeightPerMinute { get; init; } = 2_400;

    [Key("Share of the weight that only calls which reduce risk may spend (cancel, reduce-only, account queries before them).", Min = 0, Max = 0.9)]
    public double WeightReserved { get; init; } = 0.2;
}
