using System.Net.Http;
using Grpc.Core;
using Platform.Cli.Runs;
using Platform.Hosting.Alerts;
using Platform.Hosting.Secrets;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>
/// Queries the processes of one run from outside: the coordinator's list and the exchange's clock. Each query has a limit of two seconds.
/// </summary>
internal sealed class RunProbe(RunFolder folder, CallAccess access) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = s_limit };
    private readonly RpcChannel _channel = access.Open(folder.Addresses.Rpc(StartPlan.Coordinator));

    /// <summary>The processes that the coordinator lists; null when it does not answer.</summary>
    public async Task<IReadOnlyList<ProcessRow>?> ProcessesAsync()
    {
        try
        {
            var client = new Coordinator.CoordinatorClient(_channel);
            return (await client.ListProcessesAsync(new ListProcessesRequest(), deadline: RunFolder.Deadline(s_limit))).Processes;
        }
        catch (RpcException)
        {
            return null;
        }
    }

    /// <summary>Reports every active alert to the coordinator; a report that fails is repeated a second later.</summary>
    public async Task ReportAsync(IEnumerable<Alert> alerts)
    {
        var request = new ReportAlertsRequest();
        request.Alerts.AddRange(alerts.Select(alert => alert.ToWire()));
        try
        {
            await new Coordinator.CoordinatorClient(_channel).ReportAlertsAsync(request, deadline: RunFolder.Deadline(s_limit));
        }
        catch (RpcException)
        {
            // The next report contains the same alerts.
        }
    }

    /// <summary>The JSON of the simulated exchange's clock; null when it does not answer.</summary>
    public async Task<string?> VenueClockAsync()
    {
        try
        {
            return await _http.GetStringAsync($"{folder.Addresses.VenueHttp}/venue/v1/clock");
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _channel.Dispose();
    }
}
