using System.Globalization;
using Platform.ExecutionFaults.Scenarios;

namespace Platform.ExecutionFaults.Runs;

/// <summary>What one seed came to.</summary>
/// <param name="Findings">Everything that must not have happened; empty when all held.</param>
/// <param name="Facts">Facts in the account's journal.</param>
/// <param name="Log">The last lines of the executor, for a seed with findings.</param>
internal sealed record FaultReport(Scenario Scenario, IReadOnlyList<string> Findings, int Facts, int Orders, int Kills, TimeSpan Took, string Log)
{
    /// <summary>One line; with the scenario, the findings and the log when there is a finding.</summary>
    public override string ToString()
    {
        string line = string.Create(
            CultureInfo.InvariantCulture, $"seed {Scenario.Seed}: {(Findings.Count == 0 ? "held" : $"{Findings.Count} FINDINGS")}, {Facts} facts, {Orders} orders, {Kills} kills, {Took.TotalSeconds:0.0} s");
        return Findings.Count == 0 ? line : $"{line}\n{Scenario}\n{string.Join('\n', Findings.Select(finding => $"  FOUND {finding}"))}\n{Log}";
    }
}
