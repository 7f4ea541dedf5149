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
/// Reports decided labels to the coordinator, oldest first, each until it is answered; the newest answered one is kept on disk, so that
/// a restart reports exactly those that were not.
/// </summary>
internal sealed partial class LabelReporter : ILabelReports
{
    private readonly string _markFile;
    private readonly double _speed;
    private readonly ILogger _log;
    private readonly ReportOutbox<LabelOutcome> _outbox;
    private long _reported;
    private long _degraded;

    public LabelReporter(Coordinator.CoordinatorClient coordinator, string markFile, double speed, AlertPublisher alerts, TimeProvider realTime, ILogger log)
    {
        (_markFile, _speed, _log) = (markFile, speed, log);
        _outbox = new ReportOutbox<LabelOutcome>("label", (outcome, options) => coordinator.ReportDataCompleteAsync(ToWire(outcome), options).ResponseAsync, Delivered, alerts, realTime, log);
    }

    public long Reported => Interlocked.Read(ref _reported);

    public long Degraded => Interlocked.Read(ref _degraded);

    /// <summary>The newest label that the coordinator has answered, by an earlier process; null on a first start.</summary>
    public Label? ReadMark()
    {
        if (!File.Exists(_markFile))
            return null;
        Result<Label> label = Label.Parse(File.ReadAllText(_markFile).Trim());
        return label.IsOk ? label.Value : null;
    }

    /// <summary>Never waits; with thousands unreported the oldest are dropped, as only the newest would be computed.</summary>
    public void Report(LabelOutcome outcome) => _outbox.Add(outcome);

    /// <summary>Logs in one line which labels of the start are not reported.</summary>
    public void PassOver(IReadOnlyList<Label> labels, Label first) => NotReported(labels[0], labels[^1], first);

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

    [LoggerMessage(Level = LogLevel.Information, Message = "{From} to {To} are not reported: they began before all streams were up and could not be completed in time; the first label reported is {First}")]
    private partial void NotReported(Label from, Label to, Label first);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the coordinator did not open a run ({Reason})")]
    private partial void NotAccepted(Label label, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mark of the newest reported label cannot be written: {Reason}")]
    private partial void MarkNotWritten(string reason);
}
