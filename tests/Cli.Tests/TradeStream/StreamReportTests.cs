using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Reports;
using Platform.Cli.TradeStream.Settings;
using Platform.TestKit.Clocks;
using Spectre.Console;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

public sealed class StreamReportTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_alarm_needs_two_samples_is_repeated_after_a_quarter_of_an_hour_and_ends_below_nine_tenths()
    {
        var alarms = new StreamAlarms(_clock);
        Assert.Empty(Sample(alarms, latency_ms: 1_500));
        Assert.Contains("[ALARM] latency p95 is 1500 ms (limit 1000 ms)", Assert.Single(Sample(alarms, latency_ms: 1_500)));
        for (int minute = 0; minute < 14; minute++)
            Assert.Empty(Sample(alarms, latency_ms: 1_500));
        Assert.Single(Sample(alarms, latency_ms: 1_500));
        Assert.Empty(Sample(alarms, latency_ms: 950));
        Assert.StartsWith("[ALARM] over", Assert.Single(Sample(alarms, latency_ms: 899)));
        Assert.Equal(2, alarms.Raised.Count);
    }

    [Fact]
    public void Reconnects_are_counted_per_hour_and_parse_errors_per_sample()
    {
        var alarms = new StreamAlarms(_clock);
        Sample(alarms, reconnects: 4, errors: 1);
        Assert.Equal(2, Sample(alarms, reconnects: 4, errors: 2).Count);
        Assert.Contains("over: parse_errors", Assert.Single(Sample(alarms, reconnects: 4, errors: 2)));
        for (int minute = 0; minute < 56; minute++)
            Sample(alarms, reconnects: 4, errors: 2);
        Assert.Contains(Enumerable.Range(0, 10).SelectMany(_ => Sample(alarms, reconnects: 4, errors: 2)), line => line.Contains("over: reconnects", StringComparison.Ordinal));
    }

    [Fact]
    public void The_counters_are_written_in_the_documented_form() => Assert.Equal(
        "{'reconnect_count': 0, 'queue_dropped': 5, 'total_messages': 10000, 'parse_errors': 0, 'queue_dropped_rate': 0.0005}",
        new StreamMetrics(0, 5, 10_000, 0, 0, 0, 0, 0, default).ToDictionaryText());

    [Fact]
    public void Percentiles_are_those_of_type_seven()
    {
        var window = new LatencyWindow();
        for (int n = 100; n >= 0; n--)
            window.Add(n - 10);
        LatencyPercentiles latency = window.Measure();
        Assert.Equal((40.0, 85.0, 89.0, 10.0), (latency.P50_ms, latency.P95_ms, latency.P99_ms, latency.ClockOffset_ms));
    }

    [Fact]
    public void The_line_has_the_documented_form()
    {
        var point = new CvdPoint(TradeOutcome.Accepted, AggressorSide.Sell, -15180.334m, -2.2111, -14675.9037961, false, false, 0, false);
        Assert.Equal("CVD ETHUSDT | cvd=-15180.334000 z=-2.211 ema=-14675.903796 | warmup=False std_zero=False bad=0 | latency=187.1ms", CvdDisplay.Text("ETHUSDT", in point, 187.1));
        Assert.EndsWith("| latency=None | gap=True", CvdDisplay.Text("ETHUSDT", point with { HasGap = true }, null));
    }

    [Fact]
    public void The_live_view_shows_each_symbol_with_its_chart_and_the_newest_lines()
    {
        var lines = new RecentLines();
        var log = new StreamLog(lines, LogLevel.Info, _clock);
        var settings = new StreamSettings { Symbols = ["ETHUSDT", "BTCUSDT"] };
        var processor = new StreamProcessor(settings, new CvdDisplay(log, 4), null, log, _clock);
        var view = new LiveView(processor, lines, _clock);
        log.Write(LogLevel.Warning, "a [line] with markup");
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        for (int n = 1; n <= 3; n++)
        {
            processor.Take(System.Text.Encoding.UTF8.GetBytes($$"""{"s":"ETHUSDT","p":"2500.5","q":"{{n}}","m":false,"a":{{n}}}"""), null);
            view.Render();
        }

        console.Write(view.Render());
        Assert.Contains("2500.5", text.ToString());
        Assert.Contains("▁▃██", text.ToString());
        Assert.Contains("BTCUSDT", text.ToString());
        Assert.Contains("a [line] with markup", text.ToString());
    }

    private IReadOnlyList<string> Sample(StreamAlarms alarms, double latency_ms = 0, long reconnects = 0, long errors = 0)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        return alarms.Sample(new StreamMetrics(reconnects, 0, 1_000, errors, 0, 0, 1_000, 0, new LatencyPercentiles(10, latency_ms, latency_ms, latency_ms, latency_ms)));
    }
}
