using System.Diagnostics.Metrics;
using Platform.Hosting.Metrics;
using Xunit;

namespace Platform.Hosting.Tests;

public class ProcessMetricsTests
{
    [Fact]
    public void Instruments_are_written_in_prometheus_text()
    {
        using var metrics = new ProcessMetrics("executor", "account1");
        Counter<long> orders = metrics.Counter("platform_executor_orders_total", "Orders sent");
        Histogram<double> seconds = metrics.Histogram("platform_executor_ack_seconds", "Sent to acknowledged");
        metrics.Gauge("platform_executor_equity_usdt", "Equity", () => 12.5);
        orders.Add(2);
        orders.Add(1, new KeyValuePair<string, object?>("symbol", "BTC\"USDT"));
        seconds.Record(0.003);
        seconds.Record(100);

        string text = metrics.ToPrometheusText();
        Assert.Contains("# TYPE platform_executor_orders_total counter\n", text);
        Assert.Contains("platform_executor_orders_total{process=\"executor\",account=\"account1\"} 2\n", text);
        Assert.Contains("platform_executor_orders_total{process=\"executor\",account=\"account1\",symbol=\"BTC\\\"USDT\"} 1\n", text);
        Assert.Contains("platform_executor_equity_usdt{process=\"executor\",account=\"account1\"} 12.5\n", text);
        Assert.Contains("le=\"0.0025\"} 0\n", text);
        Assert.Contains("le=\"0.005\"} 1\n", text);
        Assert.Contains("le=\"60\"} 1\n", text);
        Assert.Contains("le=\"+Inf\"} 2\n", text);
        Assert.Contains("platform_executor_ack_seconds_count{process=\"executor\",account=\"account1\"} 2\n", text);
    }

    [Fact]
    public void A_counter_that_never_counted_is_zero()
    {
        using var metrics = new ProcessMetrics("data");
        metrics.Counter("platform_data_gaps_total", "Gaps");
        Assert.Contains("platform_data_gaps_total{process=\"data\"} 0\n", metrics.ToPrometheusText());
    }

    [Fact]
    public void A_tag_with_unlimited_values_does_not_exhaust_the_memory()
    {
        using var metrics = new ProcessMetrics("data");
        Counter<long> counter = metrics.Counter("platform_data_rows_total", "Rows");
        for (int number = 0; number < 5_000; number++)
            counter.Add(1, new KeyValuePair<string, object?>("id", number));
        string[] lines = metrics.ToPrometheusText().Split('\n');
        Assert.InRange(lines.Count(line => line.StartsWith("platform_data_rows_total{", StringComparison.Ordinal)), 2_000, 2_002);
        Assert.Contains(lines, line => line.Contains("overflow=\"true\"} 3000"));
    }

    [Fact]
    public void Two_processes_in_one_test_do_not_mix()
    {
        using var one = new ProcessMetrics("data");
        using var other = new ProcessMetrics("strategy");
        one.Counter("platform_x_total", "x").Add(5);
        Assert.DoesNotContain("platform_x_total", other.ToPrometheusText());
    }
}
