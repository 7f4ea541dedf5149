using Platform.Monitor.Feeds;
using Xunit;

namespace Platform.Monitor.Tests;

public class MetricsFeedTests
{
    [Fact]
    public void A_family_of_two_processes_has_one_head_and_both_values()
    {
        const string data = "# HELP up Up\n# TYPE up gauge\nup{process=\"data\"} 1\n";
        const string strategy = "# HELP up Up\n# TYPE up gauge\nup{process=\"strategy\"} 1\n# HELP runs Runs\n# TYPE runs counter\nruns{process=\"strategy\"} 4\n";
        Assert.Equal(
            "# HELP runs Runs\n# TYPE runs counter\nruns{process=\"strategy\"} 4\n# HELP up Up\n# TYPE up gauge\nup{process=\"data\"} 1\nup{process=\"strategy\"} 1\n",
            MetricsFeed.Merge([data, strategy]));
    }
}
