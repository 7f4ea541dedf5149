using System.Net.Http;
using Grpc.Core;
using Platform.Cli.Runs;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Store.Documents;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>Answers when a started process can do its work: the exchange by its clock, the others by what the coordinator hears from them.</summary>
internal sealed class Readiness(RunFolder folder) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly RpcChannel _channel = RpcChannel.ForAddress(folder.Addresses.Rpc("coordinator"));

    /// <summary>Ok when it runs; else why not, with its last lines, at its end or at the time limit.</summary>
    public async Task<Result<Done>> WaitAsync(Child child, CancellationToken cancel)
    {
        int limit_ms = folder.Configuration.Supervisor.StartTimeout_ms;
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (child.HasExited)
                return new Fault(FaultKind.Unavailable, Describe(child, $"ended with exit code {child.ExitCode}"));
            if (child.Spec.Registers ? await IsRunningAsync(child) : await HasClockAsync())
                return Done.Value;
            if (TimeProvider.System.GetElapsedTime(started).TotalMilliseconds > limit_ms)
                return new Fault(FaultKind.Unavailable, Describe(child, $"is not running after {limit_ms / 1000.0:0.#} s (supervisor.start_timeout_ms)"));
            await Task.Delay(s_look, cancel);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _channel.Dispose();
    }

    private string Describe(Child child, string what)
    {
        return $"{child.Spec.Name} {what}. Its last lines, from {Path.Combine(folder.Paths.Logs, child.Spec.Name)}*.log:{Environment.NewLine}{child.LastLines}";
    }

    private async Task<bool> IsRunningAsync(Child child)
    {
        try
        {
            var client = new Coordinator.CoordinatorClient(_channel);
            ListProcessesReply reply = await client.ListProcessesAsync(new ListProcessesRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(2));
            return reply.Processes.Any(row =>
                row.Process == child.Spec.Process && row.Account == child.Spec.Account && row.Pid == child.Known.Pid
                && row.State is ProcessState.Running or ProcessState.Degraded);
        }
        catch (RpcException)
        {
            return false;
        }
    }

    /// <summary>The exchange decides the clock; it is written down for everybody.</summary>
    private async Task<bool> HasClockAsync()
    {
        try
        {
            string json = await _http.GetStringAsync($"{folder.Addresses.VenueHttp}/venue/v1/clock");
            Result<ClockAnchor> anchor = ClockFile.Parse(json, "the simulated exchange's clock");
            return anchor.IsOk && AtomicFile.Write(folder.Paths.ClockFile, System.Text.Encoding.UTF8.GetBytes(ClockFile.ToJson(anchor.Value))).IsOk;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
