using Platform.Analytics.Bars;
using Platform.Data.Labels;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Data.Tests.Labels;

public sealed class LabelCompletenessTests
{
    private readonly CollectedReports _reports = new();
    private readonly ExchangeClock _exchangeClock = new() { LiveFrom_ms = 0 };
    private readonly BarMemory _memory = new(300);
    private readonly ManualClock _clock = new();
    private readonly Label _first = Label.At(Rows.Day);

    [Fact]
    public void A_label_is_complete_when_its_last_symbol_closes_and_is_reported_once()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Take("A", Rows.Closed(Rows.Traded(0)));
        labels.LookAt(_first.End_ms + 3_000);
        Assert.Empty(_reports.Outcomes);
        labels.Take("B", Rows.Closed(Rows.Empty(0)));
        labels.LookAt(_first.End_ms + 3_000);
        labels.Take("B", Rows.Closed(Rows.Traded(0, BarQuality.Late, 1)));
        labels.LookAt(_first.End_ms + 90_000);

        LabelOutcome outcome = Assert.Single(_reports.Outcomes);
        Assert.Equal((false, 2, 2, "2025-12-22-001-r0"), (outcome.IsDegraded, outcome.Universe, outcome.Complete, outcome.RunId));
    }

    [Fact]
    public void A_suspect_bar_degrades_its_label_without_waiting()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Take("A", Rows.Closed(Rows.Traded(0)));
        labels.Take("B", Rows.Closed(Rows.Traded(0, BarQuality.Suspect)));
        labels.LookAt(_first.End_ms);
        Assert.Equal(["B"], Assert.Single(_reports.Outcomes).Missing);
    }

    [Fact]
    public void The_deadline_needs_the_exchange_clock_and_real_time()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Take("A", Rows.Closed(Rows.Traded(0)));
        labels.LookAt(_first.End_ms + 40_000);
        Assert.Empty(_reports.Outcomes);
        _clock.AdvanceMilliseconds(5_000);
        labels.LookAt(_first.End_ms + 19_999);
        Assert.Empty(_reports.Outcomes);
        labels.LookAt(_first.End_ms + 20_000);
        Assert.Equal(["B"], Assert.Single(_reports.Outcomes).Missing);
    }

    [Fact]
    public void A_symbol_without_history_does_not_belong_to_the_label()
    {
        LabelCompleteness labels = Labels("A", "NEW");
        labels.Take("NEW", Rows.Closed(new BarRow { OpenTime_ms = _first.Start_ms }));
        labels.Take("A", Rows.Closed(Rows.Traded(0)));
        labels.LookAt(_first.End_ms);
        Assert.Equal((1, false), (Assert.Single(_reports.Outcomes).Universe, _reports.Outcomes[0].IsDegraded));
    }

    [Fact]
    public void Labels_are_reported_in_order_and_reported_ones_not_again()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Begin(_first, _first + 1);
        foreach (int window in (int[])[0, 1, 2])
            labels.Take("A", Rows.Closed(Rows.Traded(window)));
        labels.Take("B", Rows.Closed(Rows.Traded(2)));
        labels.LookAt(_first.End_ms);
        Assert.Empty(_reports.Outcomes);
        labels.Take("B", Rows.Closed(Rows.Traded(1)));
        labels.LookAt(_first.End_ms);
        Assert.Equal([2, 3], _reports.Outcomes.Select(outcome => outcome.Label.OfDay));
    }

    [Fact]
    public void A_label_that_no_symbol_closed_is_reported_at_the_deadline_of_the_exchange_clock()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Begin(_first + -1, _first);
        labels.LookAt(_first.End_ms);
        _clock.AdvanceMilliseconds(5_000);
        labels.LookAt(_first.End_ms + 19_999);
        Assert.Empty(_reports.Outcomes);
        labels.LookAt(_first.End_ms + 20_000);
        Assert.Equal((_first, 0, 2), (Assert.Single(_reports.Outcomes).Label, _reports.Outcomes[0].Complete, _reports.Outcomes[0].Missing.Count));
    }

    [Fact]
    public void The_window_in_progress_at_the_start_is_reported_only_when_it_is_complete()
    {
        foreach (bool complete in (bool[])[true, false])
        {
            _reports.Outcomes.Clear();
            _reports.PassedOver.Clear();
            _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(_clock.GetUtcNow().ToUnixTimeMilliseconds(), _first.Start_ms + 100_000)));
            _exchangeClock.LiveFrom_ms = _first.Start_ms + 100_500;
            LabelCompleteness labels = Labels("A", "B");
            labels.Begin(_first + -1, _first);
            labels.Take("A", Rows.Closed(Rows.Traded(0)));
            labels.Take("B", Rows.Closed(Rows.Traded(0, complete ? BarQuality.Ok : BarQuality.Suspect)));
            labels.LookAt(_first.End_ms + 2_000);
            Assert.Equal(complete ? 1 : 0, _reports.Outcomes.Count);

            // It is named at once, with its symbols, and not with the next label.
            Assert.Equal(complete ? [] : [$"{_first} B"], _reports.PassedOver.Select(outcome => $"{outcome.Label} {string.Join(" ", outcome.Missing)}"));

            labels.Take("A", Rows.Closed(Rows.Traded(1)));
            labels.Take("B", Rows.Closed(Rows.Traded(1)));
            labels.LookAt((_first + 1).End_ms + 2_000);
            Assert.Equal((_first + 1, false), (_reports.Outcomes[^1].Label, _reports.Outcomes[^1].IsDegraded));
        }
    }

    [Fact]
    public void A_stream_that_never_connects_suppresses_the_labels_of_the_start_only()
    {
        _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(_first.Start_ms + 100_000));
        _exchangeClock.LiveFrom_ms = long.MaxValue;
        LabelCompleteness labels = Labels("A", "B");
        labels.Begin(_first + -1, _first);
        foreach (int window in (int[])[0, 1, 2])
        {
            labels.Take("A", Rows.Closed(Rows.Traded(window)));
            labels.Take("B", Rows.Closed(Rows.Traded(window, BarQuality.Suspect)));
        }

        labels.LookAt((_first + 2).End_ms + 2_000);
        Assert.Equal((_first + 2, true), (Assert.Single(_reports.Outcomes).Label, _reports.Outcomes[0].IsDegraded));
    }

    [Fact]
    public void A_stopped_exchange_clock_is_reported_with_the_missing_symbols()
    {
        LabelCompleteness labels = Labels("A", "B");
        labels.Begin(_first + -1, _first);
        labels.Take("A", Rows.Closed(Rows.Traded(0)));
        labels.LookAt(_first.Start_ms + 200_000);
        _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds((_first + 1).End_ms + 20_001));
        labels.LookAt(_first.Start_ms + 200_000);
        Assert.Empty(_reports.Overdues);
        _clock.AdvanceMilliseconds(5_000);
        labels.LookAt(_first.Start_ms + 200_000);
        Assert.StartsWith($"label {_first} is not decided: 1 symbols are missing (B); the exchange clock is", Assert.Single(_reports.Overdues));
        labels.Take("B", Rows.Closed(Rows.Traded(0)));
        labels.Take("A", Rows.Closed(Rows.Traded(1)));
        labels.Take("B", Rows.Closed(Rows.Traded(1)));
        labels.LookAt((_first + 1).End_ms);
        Assert.Equal("", _reports.Overdues[^1]);
    }

    private LabelCompleteness Labels(params string[] universe)
    {
        var registry = new UniverseRegistry();
        registry.Set(_first.Start_ms, universe);
        return new(new LabelRules(1, 20_000, TimeSpan.FromSeconds(5), 0), _memory, registry, _exchangeClock, _reports, new Clocks(_clock, _clock));
    }
}
