using Platform.Strategy.Targets;

namespace Platform.Strategy.Runs;

/// <summary>What came of one trigger.</summary>
internal sealed record RunReport(TargetSet Targets, IReadOnlyList<CalculatorOutcome> Outcomes, long StartedAt_ms, long FinishedAt_ms, double Elapsed_ms)
{
    public int Failed => Outcomes.Count(outcome => outcome.HasFailed);

    public bool IsDegraded => Targets.Degraded.Count > 0 || Targets.Hold.Length > 0;

    /// <summary>One sentence for people: why it is degraded or traded nothing, and what is worth knowing.</summary>
    public string Detail => string.Join("; ", (Targets.Hold.Length > 0 ? [Targets.Hold] : Array.Empty<string>()).Concat(Targets.Degraded).Concat(Targets.Notes));
}
