using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

public sealed class RunLedgerTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();

    [Fact]
    public void A_complete_label_is_triggered_with_its_coverage()
    {
        Assert.True(_fixture.Complete(0, degraded: true).Accepted);
        StrategyTrigger trigger = _fixture.File.Read().Value;
        Assert.Equal("2025-05-05-001-r0", trigger.RunId);
        Assert.Equal(0.9, trigger.Coverage, 12);
        Assert.True(trigger.Degraded);
        Assert.Equal(["XUSDT"], trigger.Missing);
        Assert.Equal("computing", _fixture.StateOf(0));
    }

    [Fact]
    public void While_a_run_computes_only_the_newest_label_waits()
    {
        _fixture.Complete(0);
        _fixture.Complete(1);
        _fixture.Complete(2);
        Assert.Equal(LedgerFixture.RunId(0), _fixture.Triggered);
        Assert.Equal("coalesced", _fixture.StateOf(1));
        Assert.Equal("data_complete", _fixture.StateOf(2));
        Assert.True(_fixture.Compute(0, "a").Accepted);
        Assert.Equal(LedgerFixture.RunId(2), _fixture.Triggered);
    }

    [Fact]
    public void A_run_without_targets_is_held_and_ends()
    {
        _fixture.Complete(0);
        _fixture.Complete(1);
        Assert.True(_fixture.Compute(0).Accepted);
        Assert.Equal("held", _fixture.StateOf(0));
        Assert.Equal(LedgerFixture.RunId(1), _fixture.Triggered);
        _fixture.Restart();
        Assert.Equal("held", _fixture.StateOf(0));
    }

    [Fact]
    public void A_repeat_of_any_report_changes_nothing()
    {
        _fixture.Complete(0);
        Assert.False(_fixture.Complete(0).Accepted);
        Assert.True(_fixture.Compute(0, "a").Accepted);
        Assert.False(_fixture.Compute(0, "a").Accepted);
        Assert.True(_fixture.Execute(0, "a").Accepted);
        Assert.False(_fixture.Execute(0, "a").Accepted);
        Assert.Equal("executed", _fixture.StateOf(0));
        Assert.Single(_fixture.Ledger.List(10, ""));
    }

    [Fact]
    public void A_second_run_id_for_a_label_is_refused()
    {
        _fixture.Complete(0);
        ReportReply reply = _fixture.Ledger.DataComplete(new DataCompleteReport { Label = $"{LedgerFixture.First}", RunId = "other" }).Value;
        Assert.False(reply.Accepted);
        Assert.Equal(FaultKind.Invalid, _fixture.Ledger.DataComplete(new DataCompleteReport { Label = "2025-05-05-000", RunId = "x" }).Fault!.Kind);
    }

    [Fact]
    public void A_label_from_the_future_is_refused_with_an_alert_and_current_labels_continue()
    {
        int present = Label.At(_fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds()) - LedgerFixture.First;
        ReportReply reply = _fixture.Complete(present + 1);
        Assert.False(reply.Accepted);
        Assert.Contains("it belongs to another session or the clock was set back", reply.Reason);
        Assert.True(_fixture.Alerts.IsStanding("label.future"));
        Assert.True(_fixture.Complete(present - 1).Accepted);
        Assert.Equal(LedgerFixture.RunId(present - 1), _fixture.Triggered);
    }

    [Fact]
    public void A_label_older_than_the_newest_is_kept_and_never_triggered()
    {
        _fixture.Complete(5);
        ReportReply late = _fixture.Complete(3);
        Assert.False(late.Accepted);
        Assert.Equal("coalesced", _fixture.StateOf(3));
        _fixture.Compute(5);
        Assert.Equal(LedgerFixture.RunId(5), _fixture.Triggered);
    }

    [Fact]
    public void A_run_is_executed_when_every_account_has_reported_in_whatever_order()
    {
        _fixture.Complete(0);
        Assert.True(_fixture.Execute(0, "b").Accepted);
        _fixture.Compute(0, "a", "b");
        Assert.Equal("executing", _fixture.StateOf(0));
        _fixture.Execute(0, "a");
        Assert.Equal("executed", _fixture.StateOf(0));
    }

    [Fact]
    public void After_a_restart_an_unfinished_run_is_triggered_again_under_its_id()
    {
        _fixture.Complete(0);
        _fixture.Complete(1);
        _fixture.DeleteTrigger();
        _fixture.Restart();
        Assert.Equal(LedgerFixture.RunId(0), _fixture.Triggered);
        Assert.Equal("data_complete", _fixture.StateOf(1));
        _fixture.Compute(0, "a");
        Assert.Equal(LedgerFixture.RunId(1), _fixture.Triggered);
    }

    [Fact]
    public void A_restart_loses_nothing_and_repeats_nothing()
    {
        _fixture.Complete(0);
        _fixture.Compute(0, "a");
        _fixture.Execute(0, "a");
        _fixture.DeleteTrigger();
        _fixture.Restart();
        Assert.Equal("", _fixture.Triggered);
        Assert.Equal("executed", _fixture.StateOf(0));
        Assert.False(_fixture.Complete(0).Accepted);
    }

    [Fact]
    public void A_run_without_an_answer_is_triggered_again_and_finally_fails_in_favour_of_the_newest()
    {
        _fixture.Complete(0);
        _fixture.Complete(1);
        for (int attempt = 2; attempt <= 3; attempt++)
        {
            _fixture.DeleteTrigger();
            _fixture.Clock.AdvanceMilliseconds(29_000);
            _ = _fixture.Ledger.Tick().Value;
            Assert.Equal("", _fixture.Triggered);
            _fixture.Clock.AdvanceMilliseconds(1_000);
            _ = _fixture.Ledger.Tick().Value;
            Assert.Equal(LedgerFixture.RunId(0), _fixture.Triggered);
            Assert.Equal(attempt, _fixture.Book.Find(LedgerFixture.RunId(0))!.Attempts);
        }

        _fixture.Clock.AdvanceMilliseconds(30_000);
        _ = _fixture.Ledger.Tick().Value;
        Assert.Equal("failed", _fixture.StateOf(0));
        Assert.Equal(LedgerFixture.RunId(1), _fixture.Triggered);
    }

    [Fact]
    public void A_restarted_strategy_finds_the_trigger_of_its_run()
    {
        _fixture.Complete(0);
        _fixture.DeleteTrigger();
        _ = _fixture.Ledger.StrategyRestarted().Value;
        Assert.Equal(LedgerFixture.RunId(0), _fixture.Triggered);
        Assert.Equal(1, _fixture.Book.Find(LedgerFixture.RunId(0))!.Attempts);
    }

    [Fact]
    public void While_runs_are_held_none_is_triggered_and_afterwards_the_newest_is()
    {
        _ = _fixture.Ledger.Hold(true).Value;
        _fixture.Complete(0);
        _fixture.Complete(1);
        Assert.Equal("", _fixture.Triggered);
        _ = _fixture.Ledger.Hold(false).Value;
        Assert.Equal(LedgerFixture.RunId(1), _fixture.Triggered);
        Assert.Equal("coalesced", _fixture.StateOf(0));
    }

    [Fact]
    public void Runs_are_listed_newest_first_and_page_by_page()
    {
        for (int label = 0; label < 5; label++)
        {
            _fixture.Complete(label);
            _fixture.Compute(label);
        }

        Assert.Equal([LedgerFixture.RunId(4), LedgerFixture.RunId(3)], _fixture.Ledger.List(2, "").Select(run => run.RunId));
        Assert.Equal([LedgerFixture.RunId(2), LedgerFixture.RunId(1)], _fixture.Ledger.List(2, LedgerFixture.RunId(3)).Select(run => run.RunId));
    }

    public void Dispose() => _fixture.Dispose();
}
