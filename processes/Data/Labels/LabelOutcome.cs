using Platform.Domain.Labels;

namespace Platform.Data.Labels;

/// <summary>What is said of a label, once: every symbol of its universe closed well, or which did not.</summary>
internal sealed record LabelOutcome(Label Label, int Universe, int Complete, IReadOnlyList<string> Missing, long ExchangeClock_ms, long Decided_ms)
{
    public bool IsDegraded => Missing.Count > 0;

    public string RunId => $"{Label}-r0";
}
