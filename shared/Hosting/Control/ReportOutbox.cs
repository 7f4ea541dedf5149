using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>
/// Delivers the reports of a process to the coordinator in order and retries each one until it is answered. Any
/// thread may add; one loop delivers. The owner stores reports that must survive a restart and adds them again.
/// </summary>
public sealed partial class ReportOutbox<T>
{
    /// <summary>Maximum number of waiting reports; beyond it the oldest is dropped, counted, and reported.</summary>
    public const int WaitingMax = 4_096;

    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly Func<T, CallOptions, Task<ReportReply>> _send;
    private readonly Func<T, ReportReply, Task> _delivered;
    private readonly AlertPublisher _alerts;
    private readonly TimeProvider _realTime;
    private readonly ILogger _log;
    private readonly Channel<T> _waiting;
    private long _dropped;

    /// <param name="name">Kind of report for the alert and the log: "label", "run".</param>
    /// <param name="send">One attempt, with its deadline.</param>
    /// <param name="delivered">Called on the loop after the coordinator has answered; the next report waits for it.</param>
    public ReportOutbox(
        string name, Func<T, CallOptions, Task<ReportReply>> send, Func<T, ReportReply, Task> delivered, AlertPublisher alerts, TimeProvider realTime, ILogger log)
    {
        (_name, _send, _delivered, _alerts, _realTime, _log) = (name, send, delivered, alerts, realTime, log);
        _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, _ => NoteDropped());
    }

    /// <summary>Number of reports dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    private string Subject => $"report/{_name}";

    /// <summary>Adds a report without blocking.</summary>
    public void Add(T report) => _waiting.Writer.TryWrite(report);

    /// <summary>Delivers reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (T report in _waiting.Reader.ReadAllAsync(cancel))
        {
            if (await DeliverAsync(report, cancel) is { } reply)
                await _delivered(report, reply);
        }
    }

    private void NoteDropped()
    {
        Interlocked.Increment(ref _dropped);
        _alerts.RaiseIncident($"{Subject}/dropped", AlertSeverity.Critical, $"more than {WaitingMax} {_name} reports wait for the coordinator; the oldest are dropped");
    }

    /// <summary>Returns the answer; null when the coordinator refused the report permanently.</summary>
    private async Task<ReportReply?> DeliverAsync(T report, CancellationToken cancel)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                ReportReply reply = await _send(report, new CallOptions(deadline: _realTime.GetUtcNow().UtcDateTime + s_callLimit, cancellationToken: cancel));
                _alerts.Clear(Subject);
                return reply;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
            {
                Refused(_name, refused.Status.Detail);
                _alerts.RaiseIncident($"{Subject}/refused", AlertSeverity.Critical, $"the coordinator refuses a {_name} report: {refused.Status.Detail}");
                return null;
            }
            catch (RpcException unanswered) when (!cancel.IsCancellationRequested)
            {
                _alerts.Raise(Subject, AlertSeverity.Warning, $"the coordinator does not accept the {_name} report ({unanswered.Status.StatusCode}: {unanswered.Status.Detail}); the report is sent again until it is accepted");
            }

            await Task.Delay(pause, _realTime, cancel);
            pause = TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, pause.Ticks * 2));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The coordinator refuses a {Name} report, which is not sent again: {Reason}")]
    private partial void Refused(string name, string reason);
}
