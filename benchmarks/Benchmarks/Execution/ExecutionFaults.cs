using System.Diagnostics;
using System.Globalization;
using Platform.ExecutionFaults.Runs;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// An account under random faults, commands and kills, one scenario for each seed:
/// <c>Benchmarks execution-faults [--seeds 200] [--from 1] [--parallel 3]</c>; <c>--seed N</c> repeats one. Fails when anything was found.
/// </summary>
internal static class ExecutionFaults
{
    public static async Task<int> RunAsync(string[] options)
    {
        bool isOne = Array.IndexOf(options, "--seed") >= 0;
        int from = isOne ? Option(options, "--seed", 1) : Option(options, "--from", 1);
        int seeds = isOne ? 1 : Option(options, "--seeds", 200), parallel = Option(options, "--parallel", 3);
        var watch = Stopwatch.StartNew();
        var gate = new Lock();
        int found = 0;
        await Parallel.ForEachAsync(Enumerable.Range(from, seeds), new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (seed, _) =>
        {
            FaultReport report = await FaultRun.RunAsync(seed);
            lock (gate)
            {
                found += report.Findings.Count == 0 ? 0 : 1;
                Console.WriteLine(isOne && report.Findings.Count == 0 ? $"{report.Scenario}\n{report}" : $"{report}");
            }
        });
        Console.WriteLine($"{seeds} seeds from {from} in {watch.Elapsed.TotalMinutes:0.0} minutes: {found} with findings");
        return found == 0 ? 0 : 1;
    }

    private static int Option(string[] options, string name, int otherwise)
    {
        int at = Array.IndexOf(options, name);
        return at < 0 ? otherwise : int.Parse(options[at + 1], CultureInfo.InvariantCulture);
    }
}
