using System.Globalization;
using Platform.Fuzz.Runs;
using Platform.TestKit.Processes;

namespace Platform.Benchmarks.Venue;

/// <summary>
/// Runs the venue process with random and mutated input: <c>Benchmarks venue-fuzz [--minutes 10] [--seed 1]</c>; fails when it finds a
/// fault.
/// </summary>
internal static class VenueFuzz
{
    public static async Task<int> RunAsync(string[] options)
    {
        double minutes = Option(options, "--minutes", 10);
        int seed = (int)Option(options, "--seed", 1);
        FuzzReport report = await FuzzRun.RunAsync(BuiltProgram.Path("Venue"), TimeSpan.FromMinutes(minutes), seed, Console.Error.WriteLine);
        Console.WriteLine($"venue under fuzz for {minutes} minutes, seed {seed}");
        Console.Write(report);
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static double Option(string[] options, string name, double otherwise)
    {
        int at = Array.IndexOf(options, name);
        return at < 0 ? otherwise : double.Parse(options[at + 1], CultureInfo.InvariantCulture);
    }
}
