namespace Platform.Strategy.Targets;

/// <summary>What one run wants to hold: the weights every account is sized from, and the scores they came from.</summary>
/// <param name="Hold">Why nothing is to be traded in this run; empty when the weights are to be traded. Never means "flatten".</param>
/// <param name="Degraded">What was missing or failed; empty when nothing was.</param>
/// <param name="Notes">What a person may want to know of a run that is whole.</param>
internal sealed record TargetSet(
    string Label, string RunId, double Gross, IReadOnlyList<TargetWeight> Targets,
    IReadOnlyDictionary<string, SortedDictionary<string, double>> Scores, string Hold, IReadOnlyList<string> Degraded, IReadOnlyList<string> Notes);

/// <summary>One symbol's weight; zero closes its position.</summary>
/// <param name="DecisionPrice">Close of the label's bar, decimal text; empty for a symbol that left the universe or has no bar.</param>
/// <param name="IsHeld">The label has no bar of it: the weight is that of the last run, and the position is to be kept as it is.</param>
internal sealed record TargetWeight(string Symbol, double Weight, string DecisionPrice, bool IsHeld = false);
