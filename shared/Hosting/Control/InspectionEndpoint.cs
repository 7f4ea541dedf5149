using Grpc.Core;
using Platform.Hosting.Metrics;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>Answers what every process answers: its metrics. The monitor asks and serves them all on /metrics.</summary>
internal sealed class InspectionEndpoint(ProcessMetrics metrics, string process, string account, string instanceId) : Inspection.InspectionBase
{
    public override Task<MetricsReply> GetMetrics(MetricsRequest request, ServerCallContext context) => Task.FromResult(new MetricsReply
    {
        Text = metrics.ToPrometheusText(),
        Process = process,
        Account = account,
        InstanceId = instanceId,
    });
}
