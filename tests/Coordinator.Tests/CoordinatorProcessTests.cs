using Google.Protobuf.Reflection;
using Grpc.Core;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Hosting.Streams;
using Platform.Http;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;
using Client = Platform.Wire.V1.Coordinator.CoordinatorClient;

namespace Platform.Coordinator.Tests;

/// <summary>The real executable, started and killed as the supervisor and a crash do it.</summary>
public sealed class CoordinatorProcessTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private readonly string _address;
    private readonly TempFolder _root = new("coordinator");
    private readonly Dictionary<string, string?> _environment;
    private readonly PlatformPaths _paths;
    private readonly RpcChannel _channel;
    private readonly Client _client;

    public CoordinatorProcessTests()
    {
        int rpc = FreePort.Next();
        _environment = new() { ["PLATFORM__NETWORK__COORDINATOR_RPC"] = $"{rpc}", ["PLATFORM__NETWORK__COORDINATOR_BUS"] = $"{FreePort.Next()}" };
        _channel = RpcChannel.ForAddress($"127.0.0.1:{rpc}", new RpcChannelOptions { Token = new BearerToken(Token) });
        _address = $"127.0.0.1:{rpc}";
        _client = new Client(_channel);
        Directory.CreateDirectory(_root.File("data", "run"));
        _paths = new PlatformPaths(_root.Path, new PathsOptions(), "mock/session-0001");
        long now_ms = TimeProvider.System.NowMilliseconds();
        Assert.True(EnvironmentFiles.Begin(_paths, new PlatformConfiguration(), new ClockAnchor(now_ms, 1_746_403_200_000 + 3_600_000, 10), now_ms).IsOk);
        File.WriteAllText(_root.File("data", "run", "token"), Token);
    }

    [Fact]
    public async Task A_kill_loses_no_run_and_the_restarted_process_writes_its_trigger_again()
    {
        string trigger = SignalFiles.Strategy(_paths.Signals).Path;
        await using (ChildProcess first = await StartAsync())
        {
            Assert.True((await _client.ReportDataCompleteAsync(new DataCompleteReport { Label = "2025-05-05-003", RunId = "2025-05-05-003-r0", Universe = 1, Complete = 1 }, deadline: Soon)).Accepted);
            Assert.True(File.Exists(trigger));
            first.Kill();
        }

        File.Delete(trigger);
        await using ChildProcess second = await StartAsync();
        Assert.True(File.Exists(trigger));
        RunRow run = Assert.Single((await _client.ListRunsAsync(new ListRunsRequest(), deadline: Soon)).Runs);
        Assert.Equal("computing", run.State);
        ProcessRow row = Assert.Single((await _client.ListProcessesAsync(new ListProcessesRequest(), deadline: Soon)).Processes);
        Assert.Equal(second.Id, row.Pid);
        Assert.True(row.Gauges["rss_mb"] > 1);
    }

    [Fact]
    public async Task Every_call_needs_the_token_of_the_run()
    {
        await using ChildProcess coordinator = await StartAsync();
        foreach (BearerToken? token in new[] { null, new BearerToken("wrong"), new BearerToken("") })
        {
            using var stranger = RpcChannel.ForAddress(_address, new RpcChannelOptions { Token = token });
            foreach (MethodDescriptor rpc in Wire.V1.Coordinator.Descriptor.Methods.Concat(Inspection.Descriptor.Methods))
            {
                RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(stranger, rpc));
                Assert.True(refused.StatusCode == StatusCode.Unauthenticated, $"{rpc.FullName}: {refused.Status}");
                Assert.DoesNotContain(Token, refused.Status.Detail);
            }
        }

        CommandReply reply = await _client.CommandAsync(new CommandRequest { CommandId = "1", Kind = "pause" }, deadline: Soon);
        Assert.True(reply.Accepted);
        Assert.True(reply.Operator.Paused);
        await _client.ReportDataCompleteAsync(new DataCompleteReport { Label = "2025-05-05-003", RunId = "2025-05-05-003-r0", Universe = 1, Complete = 1 }, deadline: Soon);
        Assert.False(File.Exists(SignalFiles.Strategy(_paths.Signals).Path));
    }

    [Fact]
    public async Task A_command_is_pushed_reported_and_listed_also_after_a_kill_of_the_coordinator()
    {
        Directory.CreateDirectory(_root.File("config"));
        File.WriteAllText(_root.File("config", "platform.yaml"), "accounts:\n  - id: account1\n  - id: account2\n");
        await using (ChildProcess first = await StartAsync())
        {
            using AsyncServerStreamingCall<CommandFeed> follow = _client.FollowCommands(new FollowCommandsRequest { Account = "account1" }, deadline: Soon);
            Assert.True(await follow.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(0, follow.ResponseStream.Current.Standing.NewestSequence);
            Assert.Equal(1, (await _client.CommandAsync(new CommandRequest { CommandId = "k", Kind = "kill", Account = "account1" }, deadline: Soon)).Sequence);
            Assert.True(await follow.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal("k", follow.ResponseStream.Current.Command.Request.CommandId);
            Assert.True((await _client.ReportCommandAsync(new CommandOutcome { CommandId = "k", Account = "account1", State = "done", Detail = "swept" }, deadline: Soon)).Accepted);
            first.Kill();
        }

        await using ChildProcess second = await StartAsync();
        CommandRow row = Assert.Single((await _client.ListCommandsAsync(new ListCommandsRequest(), deadline: Soon)).Commands);
        Assert.Equal(("k", "done", "swept"), (row.Command.Request.CommandId, row.Outcomes[0].State, row.Outcomes[0].Detail));
        using AsyncServerStreamingCall<CommandFeed> again = _client.FollowCommands(new FollowCommandsRequest { Account = "account1", AfterSequence = 1 }, deadline: Soon);
        Assert.True(await again.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("killed", Assert.Single(again.ResponseStream.Current.Standing.Holds).Kind);
    }

    [Fact]
    public async Task It_serves_its_metrics_and_stops_in_order_when_its_parent_pipe_closes()
    {
        _environment["PLATFORM_SUPERVISED"] = "1";
        await using ChildProcess coordinator = await StartAsync();
        MetricsReply metrics = await new Inspection.InspectionClient(_channel).GetMetricsAsync(new MetricsRequest(), deadline: Soon);
        Assert.Contains("platform_processes_running{process=\"coordinator\"} 1", metrics.Text);
        Assert.Contains("platform_process_resident_bytes", metrics.Text);
        coordinator.CloseInput();
        Assert.Equal(0, await coordinator.ExitAsync());
        Assert.Contains("the supervisor closed the parent pipe", File.ReadAllText(_root.File("logs", "coordinator.log")));
    }

    [Fact]
    public async Task A_port_in_use_a_missing_clock_and_invalid_yaml_are_one_message_each()
    {
        await using (ChildProcess first = await StartAsync())
        {
            await using ChildProcess second = Launch();
            Assert.Equal(1, await second.ExitAsync());
            Assert.DoesNotContain("   at ", second.Output);
        }

        File.Delete(_paths.ClockFile);
        await using (ChildProcess clockless = Launch())
        {
            Assert.Equal(2, await clockless.ExitAsync());
            Assert.Contains("scripts/platform up", clockless.Output);
        }

        Directory.CreateDirectory(_root.File("config"));
        File.WriteAllText(_root.File("config", "platform.yaml"), "clock:\n  sped: 1\n");
        await using ChildProcess misspelt = Launch();
        Assert.Equal(2, await misspelt.ExitAsync());
        Assert.Contains("config/platform.yaml:2: key 'clock.sped' is unknown; did you mean 'clock.speed'?", misspelt.Output);
    }

    public void Dispose()
    {
        _channel.Dispose();
        _root.Dispose();
    }

    /// <summary>Calls with an empty request.</summary>
    private static async Task<byte[]> CallAsync(RpcChannel channel, MethodDescriptor rpc)
    {
        Marshaller<byte[]> bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var method = new Method<byte[], byte[]>(MethodType.Unary, rpc.Service.FullName, rpc.Name, bytes, bytes);
        return await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(deadline: Soon), []);
    }

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(10);

    private ChildProcess Launch() => ChildProcess.Start(Installation.Executable("Coordinator", "Platform.Coordinator"), ["--root", _root.Path], _root.Path, _environment);

    private async Task<ChildProcess> StartAsync()
    {
        ChildProcess process = Launch();
        await Eventually.TrueAsync(() => process.HasExited || IsRunning(process.Id));
        Assert.False(process.HasExited, process.Output);
        return process;
    }

    private bool IsRunning(int pid)
    {
        try
        {
            return _client.ListProcesses(new ListProcessesRequest(), deadline: DateTime.UtcNow.AddSeconds(2)).Processes.Any(row => row.Pid == pid && row.State == ProcessState.Running);
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
