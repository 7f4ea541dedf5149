using Platform.Fuzz.Runs;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class FuzzTests(ITestOutputHelper output)
{
    /// <summary>A short run of <c>Benchmarks venue-fuzz</c>, with another seed every day.</summary>
    [Fact]
    public async Task Random_input_for_twenty_seconds_causes_no_failure()
    {
        int seed = TimeProvider.System.GetUtcNow().DayOfYear;
        FuzzReport report = await FuzzRun.RunAsync(BuiltProgram.Path("Venue"), TimeSpan.FromSeconds(20), seed);
        output.WriteLine($"seed {seed}\n{report}");
        Assert.Equal([], report.Findings);
        Assert.All(["requests sound", "frames sound", "orders accepted", "states read"], name => Assert.NotEqual(0, report.Of(name)));
    }
}
