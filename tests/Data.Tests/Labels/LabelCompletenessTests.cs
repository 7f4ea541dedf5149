using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Labels;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Data.Tests.Labels;

public sealed class LabelCompletenessTests
{
    private readonly List<LabelOutcome> _verdicts = [];
    private readonly BarMemory _memory = new(300);
    private readonly ManualClock _clock = new();
    private long _liveFrom_ms;
    private readonly Label _first = Label.At(Rows.Day);

    [Fact]
    public void A_label_is_complete_when_its_last_symbol_closes_and_is_said_once()
    {
        LabelCompleteness board = Board("A", "B");
        board.Take("A", Rows.Closed(Rows.Traded(0)));
        board.LookAt(_first.End_ms + 3_000);
        Assert.Empty(_verdicts);
        board.Take("B", Rows.Closed(Rows.Empty(0)));
        board.LookAt(_first.End_ms + 3_000);
        board.Take("B", Rows.Closed(Rows.Traded(0, BarQuality.Late, 1)));
        board.LookAt(_first.End_ms + 90_000);

        LabelOutcome verdict = Assert.Single(_verdicts);
        Assert.Equal((false, 2, 2, "2025-12-22-001-r0"), (verdict.IsDegraded, verdict.Universe, verdict.Complete, verdict.RunId));
    }

    [Fact]
    public void A_suspect_bar_degrades_its_label_without_waiting()
    {
        LabelCompleteness board = Board("A", "B");
        board.Take("A", Rows.Closed(Rows.Traded(0)));
        board.Take("B", Rows.Closed(Rows.Traded(0, BarQuality.Suspect)));
        board.LookAt(_first.End_ms);
        Assert.Equal(["B"], Assert.Single(_verdicts).Missing);
    }

    [Fact]
    public void The_deadline_needs_the_exchange_clock_and_real_patience()
    {
        LabelCompleteness board = Board("A", "B");
        board.Take("A", Rows.Closed(Rows.Traded(0)));
        board.LookAt(_first.End_ms + 40_000);
        Assert.Empty(_verdicts);
        _clock.AdvanceMilliseconds(5_000);
        board.LookAt(_first.End_ms + 19_999);
        Assert.Empty(_verdicts);
        board.LookAt(_first.End_ms + 20_000);
        Assert.Equal(["B"], Assert.Single(_verdicts).Missing);
    }

    [Fact]
    public void A_symbol_without_history_does_not_belong_to_the_label()
    {
        LabelCompleteness board = Board("A", "NEW");
        board.Take("NEW", Rows.Closed(new BarRow { OpenTime_ms = _first.Start_ms }));
        board.Take("A", Rows.Closed(Rows.Traded(0)));
        board.LookAt(_first.End_ms);
        Assert.Equal((1, false), (Assert.Single(_verdicts).Universe, _verdicts[0].IsDegraded));
    }

    [Fact]
    public void Labels_are_said_in_order_and_reported_ones_not_again()
    {
        LabelCompleteness board = Board("A", "B");
        board.Begin(_first, _first + 1);
        foreach (int window in (int[])[0, 1, 2])
            board.Take("A", Rows.Closed(Rows.Traded(window)));
        board.Take("B", Rows.Closed(Rows.Traded(2)));
        board.LookAt(_first.End_ms);
        Assert.Empty(_verdicts);
        board.Take("B", Rows.Closed(Rows.Traded(1)));
        board.LookAt(_first.End_ms);
        Assert.Equal([2, 3], _verdicts.Select(verdict => verdict.Label.OfDay));
    }

    [Fact]
    public void A_label_that_no_symbol_closed_is_said_at_the_deadline_of_the_exchange_clock()
    {
        LabelCompleteness board = Board("A", "B");
        board.Begin(_first + -1, _first);
        board.LookAt(_first.End_ms);
        _clock.AdvanceMilliseconds(5_000);
        board.LookAt(_first.End_ms + 19_999);
        Assert.Empty(_verdicts);
        board.LookAt(_first.End_ms + 20_000);
        Assert.Equal((_first, 0, 2), (Assert.Single(_verdicts).Label, _verdicts[0].Complete, _verdicts[0].Missing.Count));
    }

    [Fact]
    public void The_window_in_progress_at_the_start_is_said_only_when_it_is_complete()
    {
        foreach (bool complete in (bool[])[true, false])
        {
            _verdicts.Clear();
            var passedOver = new List<(Label, Label)>();
            _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(_clock.GetUtcNow().ToUnixTimeMilliseconds(), _first.Start_ms + 100_000)));
            _liveFrom_ms = _first.Start_ms + 100_500;
            LabelCompleteness board = Board("A", "B");
            board.PassedOver += (labels, first) => passedOver.Add((Assert.Single(labels), first));
            board.Begin(_first + -1, _first);
            board.Take("A", Rows.Closed(Rows.Traded(0)));
            board.Take("B", Rows.Closed(Rows.Traded(0, complete ? BarQuality.Ok : BarQuality.Suspect)));
            board.LookAt(_first.End_ms + 2_000);
            Assert.Equal(complete ? 1 : 0, _verdicts.Count);

            board.Take("A", Rows.Closed(Rows.Traded(1)));
            board.Take("B", Rows.Closed(Rows.Traded(1)));
            board.LookAt((_first + 1).End_ms + 2_000);
            Assert.Equal((_first + 1, false), (_verdicts[^1].Label, _verdicts[^1].IsDegraded));
            Assert.Equal(complete ? [] : [(_first, _first + 1)], passedOver);
        }
    }

    [Fact]
    public void A_stream_that_never_comes_up_silences_the_start_and_not_what_follows()
    {
        _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(_first.Start_ms + 100_000));
        _liveFrom_ms = long.MaxValue;
        LabelCompleteness board = Board("A", "B");
        board.Begin(_first + -1, _first);
        foreach (int window in (int[])[0, 1, 2])
        {
            board.Take("A", Rows.Closed(Rows.Traded(window)));
            board.Take("B", Rows.Closed(Rows.Traded(window, BarQuality.Suspect)));
        }

        board.LookAt((_first + 2).End_ms + 2_000);
        Assert.Equal((_first + 2, true), (Assert.Single(_verdicts).Label, _verdicts[0].IsDegraded));
    }

    private LabelCompleteness Board(params string[] universe) =>
        new(new LabelRules(1, 20_000, TimeSpan.FromSeconds(5), 0), _memory, _ => universe, () => _liveFrom_ms, _verdicts.Add, _clock, _clock);
}
