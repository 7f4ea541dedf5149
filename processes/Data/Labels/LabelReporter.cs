using System.Text;
using Microsoft.Extensions.Logging;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Control;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Wire.V1;

namespace Platform.Data.Labels;

/// <summary>
/// Reports decided labels to the coordinator, oldest first, each until it is answered. The newest answered label is kept on disk, so that
/// a restart reports exactly those that were not answered.
/// </summary>
internal sealed partial class LabelReporter : ILabelReports
{
    private const int SymbolsShown = 5;

    private readonly string _markFile;
    private readonly double _speed;
    private readonly AlertPublisher _alerts;
    private readonly ILogger _log;
    private readonly ReportOutbox<LabelOutcome> _outbox;
    private long _reported;
    private long _degraded;

    public LabelReporter(Coordinator.CoordinatorClient coordinator, string markFile, double speed, AlertPublisher alerts, TimeProvider realTime, ILogger log)
    {
        (_markFile, _speed, _alerts, _log) = (markFile, speed, alerts, log);
        _outbox = new ReportOutbox<LabelOutcome>("label", (outcome, options) => coordinator.ReportDataCompleteAsync(ToWire(outcome), options).ResponseAsync, Delivered, alerts, realTime, log);
    }

    public long Reported => Interlocked.Read(ref _reported);

    public long Degraded => Interlocked.Read(ref _degraded);

    /// <summary>The newest label that the coordinator answered before this start; null on a first start.</summary>
    public Label? ReadMark()
    {
        if (!File.Exists(_markFile))
            return null;
        Result<Label> label = Label.Parse(File.ReadAllText(_markFile).Trim());
        return label.IsOk ? label.Value : null;
    }

    /// <summary>Queues a label and never waits; with thousands unreported the oldest are dropped, as only the newest is computed.</summary>
    public void Report(LabelOutcome outcome) => _outbox.Add(outcome);

    public void PassOver(LabelOutcome outcome) => _alerts.RaiseIncident(
        "label.start", AlertSeverity.Warning,
        $"{outcome.Label} began before the streams were complete and is not reported: {outcome.Missing.Count} of {outcome.Universe} symbols could not be completed ({string.Join(", ", outcome.Missing.Take(SymbolsShown))})");

    public void Overdue(string what) => _alerts.Set("label.overdue", what.Length > 0, AlertSeverity.Critical, what);

    /// <summary>Reports until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => _outbox.RunAsync(cancel);

    private Task Delivered(LabelOutcome outcome, ReportReply reply)
    {
        Interlocked.Increment(ref _reported);
        if (outcome.IsDegraded)
        {
            Interlocked.Increment(ref _degraded);
            DegradedLabel(outcome.Label, outcome.Complete, outcome.Universe, string.Join(",", outcome.Missing));
        }
        else if (!reply.Accepted)
        {
            NotAccepted(outcome.Label, reply.Reason);
        }

        Result<Done> marked = AtomicFile.Write(_markFile, Encoding.UTF8.GetBytes(outcome.Label.ToString()));
        if (!marked.IsOk)
            MarkNotWritten(marked.Fault.Message);
        return Task.CompletedTask;
    }

    private DataCompleteReport ToWire(LabelOutcome outcome) => new()
    {
        Label = outcome.Label.ToString(),
        RunId = outcome.RunId,
        Universe = outcome.Universe,
        Complete = outcome.Complete,
        Degraded = outcome.IsDegraded,
        Missing = { outcome.Missing },
        WindowEndMs = outcome.Label.End_ms,
        CompletedAtMs = outcome.Decided_ms,
        ExchangeClockMs = outcome.ExchangeClock_ms,
        WallLatencyMs = (outcome.Decided_ms - outcome.Label.End_ms) / _speed,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Label} is degraded: {Complete} of {Universe} symbols; missing: {Missing}")]
    private partial void DegradedLabel(Label label, int complete, int universe, string missing);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the coordinator did not open a run ({Reason})")]
    private partial void NotAccepted(Label label, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file with the newest reported label cannot be written: {Reason}")]
    private partial void MarkNotWritten(string reason);
}
