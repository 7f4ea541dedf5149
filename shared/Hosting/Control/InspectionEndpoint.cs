using Grpc.Core;
using Platform.Hosting.Alerts;
using Platform.Hosting.Metrics;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>Serves the common queries of every process: its metrics, which the monitor merges on /metrics, and its active alerts.</summary>
internal sealed class InspectionEndpoint(ProcessMetrics metrics, AlertPublisher alerts, TimeProvider clock, string process, string account, string instanceId)
    : Inspection.InspectionBase
{
    public override Task<MetricsReply> GetMetrics(MetricsRequest request, ServerCallContext context) => Task.FromResult(new MetricsReply
    {
        Text = metrics.ToPrometheusText(),
        Process = process,
        Account = account,
        InstanceId = instanceId,
    });

    public override Task<ListAlertsReply> ListAlerts(ListAlertsRequest request, ServerCallContext context)
    {
        // The time is read before the alerts, so that a change between the two is newer than the answer and is not lost.
        var reply = new ListAlertsReply { Source = alerts.Source, AsOfMs = clock.NowMilliseconds() };
        reply.Alerts.AddRange(alerts.Standing.Select(alert => alert.ToWire()));
        return Task.FromResult(reply);
    }
}
