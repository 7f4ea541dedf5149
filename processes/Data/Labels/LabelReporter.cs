using System.Text;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Wire.V1;

namespace Platform.Data.Labels;

/// <summary>
/// Tells the coordinator of decided labels, oldest first, until each is answered; the newest answered one is remembered on disk, so that
/// a restart reports exactly what was not.
/// </summary>
internal sealed partial class LabelReporter(Coordinator.CoordinatorClient coordinator, string markFile, double speed, TimeProvider realTime, ILogger log)
{
    private const int WaitingMax = 4_096;
    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retryMax = TimeSpan.FromSeconds(2);

    private readonly Channel<LabelOutcome> _verdicts = Channel.CreateBounded<LabelOutcome>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private long _reported;
    private long _degraded;

    public long Reported => Interlocked.Read(ref _reported);

    public long Degraded => Interlocked.Read(ref _degraded);

    /// <summary>The newest label that the coordinator has answered, from an earlier life; null on a first start.</summary>
    public Label? ReadMark()
    {
        if (!File.Exists(markFile))
            return null;
        Result<Label> label = Label.Parse(File.ReadAllText(markFile).Trim());
        return label.IsOk ? label.Value : null;
    }

    /// <summary>Never waits; with thousands unreported the oldest are let go, as only the newest would be computed.</summary>
    public void Report(LabelOutcome verdict) => _verdicts.Writer.TryWrite(verdict);

    /// <summary>Says in one line which labels of the start are not reported.</summary>
    public void PassOver(IReadOnlyList<Label> labels, Label first) => NotReported(labels[0], labels[^1], first);

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (LabelOutcome verdict in _verdicts.Reader.ReadAllAsync(cancel))
        {
            await ReportAsync(verdict, cancel);
            Interlocked.Increment(ref _reported);
            if (verdict.IsDegraded)
                Interlocked.Increment(ref _degraded);
            Result<Done> marked = AtomicFile.Write(markFile, Encoding.UTF8.GetBytes(verdict.Label.ToString()));
            if (!marked.IsOk)
                MarkNotWritten(marked.Fault.Message);
        }
    }

    private async Task ReportAsync(LabelOutcome verdict, CancellationToken cancel)
    {
        DataCompleteReport report = ToWire(verdict);
        TimeSpan retry = TimeSpan.FromMilliseconds(100);
        bool told = false;
        while (true)
        {
            try
            {
                ReportReply reply = await coordinator.ReportDataCompleteAsync(
                    report, new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel));
                if (verdict.IsDegraded)
                    DegradedLabel(verdict.Label, verdict.Complete, verdict.Universe, string.Join(",", verdict.Missing));
                else if (!reply.Accepted)
                    NotAccepted(verdict.Label, reply.Reason);
                return;
            }
            catch (RpcException unanswered) when (!cancel.IsCancellationRequested)
            {
                if (!told)
                    Unanswered(verdict.Label, unanswered.Status.Detail);
                told = true;
                await Task.Delay(retry, realTime, cancel);
                retry = TimeSpan.FromTicks(Math.Min(s_retryMax.Ticks, retry.Ticks * 2));
            }
        }
    }

    private DataCompleteReport ToWire(LabelOutcome verdict) => new()
    {
        Label = verdict.Label.ToString(),
        RunId = verdict.RunId,
        Universe = verdict.Universe,
        Complete = verdict.Complete,
        Degraded = verdict.IsDegraded,
        Missing = { verdict.Missing },
        WindowEndMs = verdict.Label.End_ms,
        CompletedAtMs = verdict.Decided_ms,
        ExchangeClockMs = verdict.ExchangeClock_ms,
        WallLatencyMs = (verdict.Decided_ms - verdict.Label.End_ms) / speed,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Label} is degraded: {Complete} of {Universe} symbols; without {Missing}")]
    private partial void DegradedLabel(Label label, int complete, int universe, string missing);

    [LoggerMessage(Level = LogLevel.Information, Message = "{From} to {To} are not reported: they began before the streams were whole and could not be completed in time; the first label reported is {First}")]
    private partial void NotReported(Label from, Label to, Label first);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the coordinator did not open a run ({Reason})")]
    private partial void NotAccepted(Label label, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Label} could not be reported ({Reason}); it is tried again until it is answered")]
    private partial void Unanswered(Label label, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the mark of the newest reported label is not written: {Reason}")]
    private partial void MarkNotWritten(string reason);
}
