using Platform.Coordinator.Registry;
using Platform.Coordinator.Runs;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

/// <summary>A platform at real speed whose clock the test moves; the start is over when the first test line runs.</summary>
public sealed class RunWatchTests : IDisposable
{
    private const int Window_ms = 300_000;

    private readonly LedgerFixture _fixture = new();
    private readonly ProcessRegistry _registry;
    private readonly RunWatch _watch;
    private readonly int _present;

    public RunWatchTests()
    {
        _registry = new ProcessRegistry(_fixture.Clock, TimeSpan.FromSeconds(1), 5);
        foreach (string process in new[] { "data", "executor" })
        {
            _registry.Register(new RegisterRequest { Process = process, InstanceId = process, StartedAtMs = 1 });
            _registry.Heartbeat(new HeartbeatRequest { Process = process, InstanceId = process, State = ProcessState.Running });
        }

        _present = Label.At(_fixture.Clock.NowMilliseconds()) - LedgerFixture.First;
        _watch = new RunWatch(_fixture.Ledger, _registry, _fixture.Alerts, _fixture.Clock, _fixture.Clock, new RunWatchRules(20_000, 1, TimeSpan.FromSeconds(30)));
        _watch.Tick();
    }

    [Fact]
    public void Two_windows_without_a_completed_run_are_an_alert_that_names_data_when_data_is_silent()
    {
        Advance(3 * Window_ms + 27_000);
        Assert.Empty(_fixture.Alerts.Standing);
        Advance(2_000);
        Assert.Contains("data: data is lost; it has reported no label", Message("runs.silent"));
        Assert.Contains($"label {LedgerFixture.First + (_present + 2)} was not reported", Message("label.unreported"));
    }

    [Fact]
    public void The_alert_names_the_strategy_the_executor_and_the_missing_symbols()
    {
        Finish(_present);
        Advance(Window_ms);
        _fixture.Complete(_present, degraded: true);
        Advance(2 * Window_ms + 30_000);
        Assert.Contains($"no completed run since the start in window {LedgerFixture.First + _present}; strategy: run {LedgerFixture.RunId(_present)} was triggered 1 times and has not been computed", Message("runs.silent"));
        Assert.Contains("without XUSDT", Message("label.unreported"));
        _fixture.Compute(_present, "main", "second");
        _fixture.Execute(_present, "main");
        _watch.Tick();
        Assert.Contains($"executor: run {LedgerFixture.RunId(_present)} has not been executed by second", Message("runs.silent"));
    }

    [Fact]
    public void The_alerts_end_with_the_next_label_and_the_next_completed_run()
    {
        Advance(4 * Window_ms);
        Assert.Equal(2, _fixture.Alerts.Standing.Count);
        Finish(_present + 3);
        _watch.Tick();
        Assert.Empty(_fixture.Alerts.Standing);
    }

    [Fact]
    public void Labels_that_data_skipped_are_reported()
    {
        Advance(Window_ms);
        Finish(_present);
        _watch.Tick();
        Advance(3 * Window_ms);
        Finish(_present + 3);
        _watch.Tick();
        Assert.Contains($"data reported {LedgerFixture.First + (_present + 3)} and skipped {LedgerFixture.First + (_present + 1)}, {LedgerFixture.First + (_present + 2)}", Message("label.left_out"));
    }

    [Fact]
    public void Labels_that_are_reported_together_are_not_skipped()
    {
        Advance(Window_ms);
        Finish(_present);
        _watch.Tick();
        Advance(3 * Window_ms);
        for (int label = _present + 1; label <= _present + 3; label++)
            _fixture.Complete(label);
        _watch.Tick();
        Assert.False(_fixture.Alerts.IsStanding("label.left_out"));
    }

    [Fact]
    public void A_clock_that_goes_back_is_reported_immediately_and_blocks_no_run()
    {
        Advance(Window_ms);
        Finish(_present);
        _fixture.Clock.Jump(_fixture.Clock.GetUtcNow() - TimeSpan.FromMinutes(20));
        _watch.Tick();
        Assert.Contains("the clock went back by 1200.0 s", Message("clock.back"));
        Assert.False(_fixture.Complete(_present + 1).Accepted);
        Assert.True(_fixture.Alerts.IsStanding("label.future"));
    }

    [Fact]
    public void While_the_operator_holds_runs_only_labels_are_expected()
    {
        _ = _fixture.Ledger.Hold(true).Value;
        for (int window = 0; window < 6; window++)
        {
            Advance(Window_ms);
            _fixture.Complete(_present + window);
            _watch.Tick();
        }

        Assert.Empty(_fixture.Alerts.Standing);
        _ = _fixture.Ledger.Hold(false).Value;
        Advance(Window_ms);
        Assert.False(_fixture.Alerts.IsStanding("runs.silent"));
    }

    public void Dispose() => _fixture.Dispose();

    private void Finish(int label)
    {
        if (_fixture.Complete(label).Accepted)
        {
            _fixture.Compute(label, "main");
            _fixture.Execute(label, "main");
        }
    }

    private void Advance(int by_ms)
    {
        _fixture.Clock.AdvanceMilliseconds(by_ms);
        _watch.Tick();
    }

    private string Message(string subject) => Assert.Single(_fixture.Alerts.Standing, alert => alert.Subject == subject && alert.Severity == AlertSeverity.Critical).Message;
}
