using System.Diagnostics;
using System.Net.Sockets;

namespace Platform.Benchmarks.TradeStream;

/// <summary>
/// `platform stream` from the socket to CVD, without printed lines, compared with a Python loop over the same frames (json and
/// arithmetic, no socket, no z-score) and with simdjson parsing as the upper bound. Rates are per processor time, so that other work on
/// the machine has little effect; ours includes the kernel's time for the socket.
/// </summary>
internal static class StreamBenchmark
{
    private const int Frames = 2_000_000;
    private const int PeerFrames = 400_000;

    private static readonly string Command = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", "release", "platform"));

    public static async Task RunAsync()
    {
        double ours = await FollowAsync();
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, PeerFrames).Select(id => TradeFlood.Frame(1_000_000_000 + id)));
            await ComparePeerAsync("Python json and arithmetic", ours, "python3", [PeerFile("cvd_loop.py"), file]);
            string bound = Path.ChangeExtension(file, ".simdjson");
            if (await ExitsWellAsync("g++", ["-O3", "-march=native", PeerFile("simdjson_parse.cpp"), "-lsimdjson", "-o", bound]))
                await ComparePeerAsync("simdjson, parse and fields alone", ours, bound, [file]);
            else
                Console.WriteLine("  simdjson: not measured (g++ and libsimdjson-dev are needed)");
            File.Delete(bound);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<double> FollowAsync()
    {
        using var flood = new TradeFlood();
        using Process command = Process.Start(new ProcessStartInfo(Command, ["stream", "--url", flood.Address, "--print-every", "1000000000"]) { RedirectStandardOutput = true })!;
        var watch = Stopwatch.StartNew();
        using Socket held = await flood.SendAsync(Frames);
        TimeSpan elapsed = watch.Elapsed;
        command.Refresh();
        (TimeSpan processor, long resident, long peak) = (command.TotalProcessorTime, command.WorkingSet64, command.PeakWorkingSet64);
        using (Process signal = Process.Start("kill", ["-INT", $"{command.Id}"]))
            await signal.WaitForExitAsync();
        string output = await command.StandardOutput.ReadToEndAsync();
        Console.WriteLine(output.Split('\n').Single(line => line.Contains("[SUMMARY] ETHUSDT", StringComparison.Ordinal)));
        Console.WriteLine($"  platform stream: {Frames / elapsed.TotalSeconds:N0} trades/s, {Frames / processor.TotalSeconds:N0} per second of processor time, resident {resident >> 20} MiB, at most {peak >> 20} MiB");
        return Frames / processor.TotalSeconds;
    }

    /// <summary>Runs a peer, which prints its frames per second.</summary>
    private static async Task ComparePeerAsync(string name, double ours, string program, string[] arguments)
    {
        using Process peer = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        double theirs = double.Parse(await peer.StandardOutput.ReadToEndAsync(), System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine($"  {name}: {theirs:N0} frames/s; ratio of ours to it {ours / theirs:0.00}");
    }

    private static async Task<bool> ExitsWellAsync(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string PeerFile(string name) => Path.Combine(AppContext.BaseDirectory, "TradeStream", name);
}
