using Platform.Contracts;

namespace Platform.Strategy.Targets;

/// <summary>What one run wants to hold: the weights every account is sized from, and the scores they came from.</summary>
/// <param name="Hold">Why nothing is to be traded in this run; empty when the weights are to be traded. Never means "flatten".</param>
/// <param name="Degraded">What was missing or failed; empty when nothing was.</param>
/// <param name="Notes">What a person may want to know of a run that is whole.</param>
internal sealed record TargetSet(
    string Label, string RunId, double Gross, IReadOnlyList<TargetWeight> Targets,
    IReadOnlyDictionary<string, SortedDictionary<string, double>> Scores, string Hold, IReadOnlyList<string> Degraded, IReadOnlyList<string> Notes);
