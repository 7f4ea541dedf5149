using Platform.ExecutionFaults.Runs;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>One account through targets, algorithms, modes, commands, faults and kills that a seed decides; hundreds of seeds: <c>scripts/bench.sh execution-faults</c>.</summary>
[Collection(UndisturbedTests.Name)]
public class ExecutionFaultsTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    /// <summary>A seed waits for processes to start and for schedules to end about half of its time.</summary>
    private const int AtOnce = 2;

    [Fact]
    public async Task An_account_is_explained_to_the_last_digit_whatever_twenty_seeds_do_to_it()
    {
        var reports = new FaultReport[Seeds];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Seeds), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (index, _) => reports[index] = await FaultRun.RunAsync(index + 1));
        foreach (FaultReport report in reports)
            output.WriteLine($"{report}");
        Assert.True(
            reports.All(report => report.Findings.Count == 0),
            $"repeat one with: scripts/bench.sh execution-faults --seed N\n{string.Join('\n', reports.Where(report => report.Findings.Count > 0))}");
        Assert.All(reports, report => Assert.NotEqual(0, report.Facts));
    }
}
