using Platform.Hosting.Alerts;
using Platform.Monitor.Alerts;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Monitor.Tests;

public sealed class AlertBoardTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AlertBoard _board;

    public AlertBoardTests() => _board = new AlertBoard(File("alerts.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_process_that_no_longer_names_an_alert_has_cleared_it()
    {
        _board.Apply(Of("data", "silence", 1_000));
        _board.Apply(Of("strategy", "run.held", 1_000));
        Assert.True(_board.Replace("data", [Of("data", "gaps", 1_500)], asOf_ms: 2_000));
        Assert.Equal(["data/gaps", "strategy/run.held"], _board.Alerts.Where(alert => alert.IsActive).Select(alert => alert.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_alert_that_began_after_the_answer_was_made_stays()
    {
        _board.Apply(Of("data", "silence", 2_000));
        Assert.False(_board.Replace("data", [], asOf_ms: 2_000));
        Assert.True(Assert.Single(_board.Alerts).IsActive);
    }

    [Fact]
    public void Alerts_are_there_again_after_a_restart_of_the_monitor()
    {
        Alert alert = Of("executor-account1", "margin_call", 1_000) with { Value = 1.5, Bound = null };
        _board.Apply(alert);
        Assert.Null(_board.Save());
        var next = new AlertBoard(File("alerts.json"));
        Assert.Null(next.Load());
        Assert.Equal(alert, Assert.Single(next.Alerts));
    }

    [Fact]
    public void A_failed_write_is_repeated_by_the_next_save()
    {
        Directory.CreateDirectory(File("alerts.json"));
        _board.Apply(Of("data", "silence", 1_000));
        Assert.NotNull(_board.Save());
        Directory.Delete(File("alerts.json"));
        Assert.Null(_board.Save());
        Assert.True(System.IO.File.Exists(File("alerts.json")));
    }

    [Fact]
    public void An_unreadable_file_is_renamed_and_reported()
    {
        System.IO.File.WriteAllText(File("alerts.json"), "{\"schema\": tru");
        Assert.Contains("alerts.json.bad", _board.Load()?.Message, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(File("alerts.json.bad")));
    }

    [Fact]
    public void At_the_bound_ended_alerts_are_removed_first()
    {
        var board = new AlertBoard(File("small.json"), alertsMax: 2);
        board.Apply(Of("data", "a", 1));
        board.Apply(Of("data", "b", 2) with { IsActive = false });
        board.Apply(Of("data", "c", 3));
        Assert.Equal(["data/c", "data/a"], board.Alerts.Select(alert => alert.Id));
    }

    private string File(string name) => Path.Combine(_folder.Path, name);

    private static Alert Of(string source, string subject, long at_ms) => new($"{source}/{subject}", source, subject, AlertSeverity.Warning, "x", IsActive: true, at_ms, at_ms);
}
