using Platform.Rpc.Tests.Echo;

namespace Platform.Rpc.Tests.Interop;

/// <summary>Runs a client that others wrote through all its scenarios, once, against a server of ours.</summary>
public sealed class PeerClientRun : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<string>> _outputs = [];

    public Task<string> OutputAsync(string script)
    {
        lock (_gate)
            return _outputs.TryGetValue(script, out var output) ? output : _outputs[script] = RunAsync(script);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> RunAsync(string script)
    {
        await using var echo = await EchoServer.StartAsync();
        await using var peer = await (script.EndsWith(".py", StringComparison.Ordinal) ? Peer.StartPythonAsync(script, echo.Address) : Peer.StartNodeAsync(script, echo.Address));
        await peer.LineAsync("done", TimeSpan.FromSeconds(60));
        await peer.ExitAsync();
        return peer.Output;
    }
}

public sealed class PeerClientTests(PeerClientRun run) : IClassFixture<PeerClientRun>
{
    private static readonly string[] Scenarios =
    [
        "unary", "large_payload", "metadata_and_trailers", "every_status", "thrown_exception", "unknown_method", "deadline", "cancellation", "client_streaming",
        "server_streaming", "duplex_streaming", "stream_that_fails", "concurrent_calls", "too_large", "compressed", "health_check_and_watch",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_server_answers_a_client_that_others_wrote(string script, string scenario)
    {
        var line = (await run.OutputAsync(script)).Split('\n').FirstOrDefault(line => line.Split(' ', ':') is [_, var name, ..] && name == scenario);
        Assert.Equal($"PASS {scenario}", line);
    }

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var scenario in Scenarios)
        {
            cases.Add("echo_client.py", scenario);
            cases.Add("echo_client.js", scenario);
        }

        cases.Add("echo_client.py", "reflection_v1");
        cases.Add("echo_client.py", "reflection_v1alpha");
        return cases;
    }
}
