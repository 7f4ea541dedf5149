using System.Diagnostics;
using System.Globalization;

namespace Platform.Benchmarks.Rpc;

/// <summary>
/// Unary round trips on loopback between two processes, compared with grpcio (threads and asyncio) in the same run. Measured on two busy
/// cores: median 0.25 of grpcio with threads and 0.20 of grpcio with asyncio, p99 0.69 and 0.20; resident memory 75 MB (server), 78 MB
/// (client). The warm-up is long enough for tiered compilation to finish: with 5,000 calls, methods were compiled during the measurement
/// and p99 was 2.55 to 7.87 times that of grpcio.
/// </summary>
internal static class RpcComparison
{
    private static readonly Load Load = new(Warmup: 40_000, Sequential: 10_000, Concurrent: 32_000, Lanes: 16);

    public static async Task RunAsync()
    {
        var ours = await OursAsync();
        Print("ours", ours);
        foreach (var style in new[] { "threads", "asyncio" })
        {
            var peer = await GrpcioAsync(style);
            Print($"grpcio {style}", peer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  ours/grpcio {style}: median {ours.Sequential.MedianMicroseconds / peer.Sequential.MedianMicroseconds:0.00}, p99 {ours.Sequential.P99Microseconds / peer.Sequential.P99Microseconds:0.00}, calls/s {ours.Sequential.CallsPerSecond / peer.Sequential.CallsPerSecond:0.00}; at {Load.Lanes}: calls/s {ours.Concurrent.CallsPerSecond / peer.Concurrent.CallsPerSecond:0.00}"));
        }
    }

    private static void Print(string name, Outcome outcome)
    {
        Print(name, "sequential", outcome.Sequential);
        Print(name, $"{Load.Lanes} parallel", outcome.Concurrent);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16} resident: server {outcome.ServerMegabytes:0} MB, client {outcome.ClientMegabytes:0} MB"));
    }

    private static void Print(string name, string load, Measure measure) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-16} {load,-12} p50 {measure.MedianMicroseconds,7:0} us  p99 {measure.P99Microseconds,7:0} us  {measure.CallsPerSecond,8:0} calls/s"));

    private static async Task<Outcome> OursAsync()
    {
        using var server = Start(Environment.ProcessPath!, "rpc-server");
        var address = await AddressAsync(server);
        var (sequential, concurrent) = await EchoBinding.CallAsync(address, Load);
        var serverMegabytes = Megabytes(server.Id);
        await StopAsync(server);
        return new Outcome(sequential, concurrent, serverMegabytes, Megabytes(Environment.ProcessId));
    }

    private static async Task<Outcome> GrpcioAsync(string style)
    {
        var python = Environment.GetEnvironmentVariable("PLATFORM_PYTHON") ?? "/usr/bin/python3";
        var script = Path.Combine(AppContext.BaseDirectory, "Rpc", "grpcio_peer.py");
        using var server = Start(python, "-u", script, "server", style);
        var address = await AddressAsync(server);
        using var client = Start(
            python, "-u", script, "client", style, address, $"{Load.Warmup}", $"{Load.Sequential}", $"{Load.Concurrent}", $"{Load.Lanes}");
        var sequential = await MeasureAsync(client);
        var concurrent = await MeasureAsync(client);
        var resident = double.Parse((await ReadWordsAsync(client, "resident"))[0], CultureInfo.InvariantCulture) / 1024;
        var serverMegabytes = Megabytes(server.Id);
        await StopAsync(client);
        await StopAsync(server);
        return new Outcome(sequential, concurrent, serverMegabytes, resident);
    }

    private static async Task<string> AddressAsync(Process server) => $"127.0.0.1:{(await ReadWordsAsync(server, "listening"))[0]}";

    private static async Task<Measure> MeasureAsync(Process client)
    {
        var numbers = (await ReadWordsAsync(client, "measured")).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new Measure(numbers[0], numbers[1], numbers[2]);
    }

    private static async Task<string[]> ReadWordsAsync(Process process, string first)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Split(' ') is [var word, .. var rest] && word == first)
                return rest;
        throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended without '{first}'; on Debian: apt-get install python3-grpcio.");
    }

    private static Process Start(string file, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static async Task StopAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    private static double Megabytes(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.WorkingSet64 / 1048576.0;
    }

    private sealed record Outcome(Measure Sequential, Measure Concurrent, double ServerMegabytes, double ClientMegabytes);
}
