using Platform.Strategy.Plugins;

namespace Platform.Strategy.Runs;

/// <summary>What one calculator did in one run: scores, or why there are none.</summary>
internal sealed record CalculatorOutcome(LoadedCalculator Calculator, IReadOnlyDictionary<string, double>? Scores, string Failure, double Elapsed_ms)
{
    public bool HasFailed => Scores is null;
}
