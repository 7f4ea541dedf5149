using Microsoft.Extensions.Logging.Abstractions;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Contracts;
using Platform.Coordinator.Runs;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Streams;
using Platform.Store.Signals;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.Wire.V1;

namespace Platform.Coordinator.Tests;

/// <summary>A run ledger over a real journal, a real trigger file and a real bus, which a test can restart.</summary>
internal sealed class LedgerFixture : IDisposable
{
    public static readonly Label First = Label.Parse("2025-05-05-001").Value;

    private readonly TempFolder _folder = new("ledger");
    private readonly BusContext _context = BusContext.Open().Value;
    private readonly BusPublisher _bus;
    private RunJournal _journal;

    public LedgerFixture()
    {
        _bus = BusPublisher.Start(_context, new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = "coordinator" }, Clock).Value;
        Alerts = new AlertPublisher("coordinator", _ => { }, Clock, Clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
        _journal = Open();
    }

    public ManualClock Clock { get; } = new();

    public AlertPublisher Alerts { get; }

    public RunLedger Ledger { get; private set; } = null!;

    public RunBook Book { get; private set; } = null!;

    public bool Held { get; set; }

    public SignalFile<StrategyTrigger> File => SignalFiles.Strategy(_folder.Path);

    /// <summary>The run id in the trigger file, empty when there is none.</summary>
    public string Triggered => File.Read() is { IsOk: true } read ? read.Value.RunId : "";

    public static string RunId(int label) => $"{First + label}-r0";

    public ReportReply Complete(int label, bool degraded = false) => Ledger.DataComplete(new DataCompleteReport
    {
        Label = $"{First + label}",
        RunId = RunId(label),
        Universe = 10,
        Complete = degraded ? 9 : 10,
        Degraded = degraded,
        Missing = { degraded ? ["XUSDT"] : [] },
    }).Value;

    public ReportReply Compute(int label, params string[] accounts) =>
        Ledger.Computed(new ComputedReport { Label = $"{First + label}", RunId = RunId(label), Targets = 3, Accounts = { accounts } }).Value;

    public ReportReply Execute(int label, string account) =>
        Ledger.Executed(new ExecutedReport { Label = $"{First + label}", RunId = RunId(label), Account = account }).Value;

    public string StateOf(int label) => Run.Name(Book.Find(RunId(label))!.State);

    /// <summary>What a crash and a new start of the process do.</summary>
    public void Restart()
    {
        _journal.Dispose();
        _journal = Open();
    }

    public void DeleteTrigger() => System.IO.File.Delete(File.Path);

    public void Dispose()
    {
        _journal.Dispose();
        Alerts.Dispose();
        _bus.Dispose();
        _context.Dispose();
        _folder.Dispose();
    }

    private RunJournal Open()
    {
        RunJournal journal = RunJournal.Open(_folder.Folder("journal"), Clock).Value;
        Book = new RunBook(1_000);
        _ = journal.Replay(Book.Apply).Value;
        var effects = new RunEffects(File, _bus, Alerts, Clock, NullLogger.Instance);
        Ledger = new RunLedger(journal, Book, effects, new RunLimits(TimeSpan.FromSeconds(30), 3), Clock);
        _ = Ledger.Resume(Held).Value;
        return journal;
    }
}
