using Platform.Benchmarks.Archives;
using Platform.Benchmarks.Bars;
using Platform.Benchmarks.Bus;
using Platform.Benchmarks.Rpc;
using Platform.Benchmarks.Soaks;
using Platform.Benchmarks.Store;
using Platform.Benchmarks.TradeStream;
using Platform.Benchmarks.Venue;

namespace Platform.Benchmarks;

/// <summary>Comparisons with peers, each measured in the same run: <c>Benchmarks bars</c>, <c>Benchmarks bus</c>, <c>Benchmarks rpc</c>, <c>Benchmarks store</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<Task>> Comparisons = new(StringComparer.Ordinal)
    {
        ["bars"] = () => Task.Run(BarsBenchmark.Run),
        ["vpa"] = () => Task.Run(VolumeSpreadBenchmark.Run),
        ["bus"] = BusComparison.RunAsync,
        ["rpc"] = RpcComparison.RunAsync,
        ["rpc-server"] = EchoBinding.ServeAsync,
        ["venue-model"] = () => Task.Run(ModelCalibration.Run),
        ["venue-gate"] = VenueGateBenchmark.RunAsync,
        ["venue-engine"] = () => Task.Run(VenueEngineBenchmark.Run),
        ["stream"] = StreamBenchmark.RunAsync,
        ["store"] = () => Task.Run(StoreComparison.Run),
    };

    public static async Task<int> Main(string[] args)
    {
        if (args is ["soak", .. string[] how])
        {
            await Soak.RunAsync(how);
            return 0;
        }

        if (args is ["archives", .. string[] rows])
        {
            await ArchivesBenchmark.RunAsync(rows);
            return 0;
        }

        if (args is ["execution-soak", .. string[] span])
            return await Execution.ExecutionSoak.RunAsync(span);
        if (args is ["execution-faults", .. string[] seeds])
            return await Execution.ExecutionFaults.RunAsync(seeds);
        if (args is ["planning", .. string[] size])
            return await Task.Run(() => Execution.PlanningBenchmark.Run(size));
        if (args is ["twap-parents", .. string[] parents])
            return await Execution.TwapParents.RunAsync(parents);
        if (args is ["slippage", .. string[] trial])
            return await Execution.SlippageComparison.RunAsync(trial);
        if (args is ["execution-start", .. string[] day])
            return await Execution.ExecutionStart.RunAsync(day);
        if (args is ["venue-fuzz", .. string[] options])
            return await VenueFuzz.RunAsync(options);
        if (args is ["venue-days", .. string[] length])
            return await Task.Run(() => VenueDaysBenchmark.Run(length));
        if (args is [string name] && Comparisons.TryGetValue(name, out Func<Task>? comparison))
        {
            await comparison();
            return 0;
        }

        Console.Error.WriteLine($"expected one of: {string.Join(", ", Comparisons.Keys)}, archives [rows], soak [hours] [speed] [symbols or folder], execution-faults [--seeds 200] [--from 1] [--seed N], execution-soak [hours 72] [speed 60] [seed 1], planning [symbols 500] [repetitions 5000], twap-parents [parents 1000] [minutes 5], execution-start [hours 24] [speed 240] [symbols 10] [starts 5], slippage [rounds 20] [speed 60] [symbols 20] [equity 2000000] [seed 1], venue-fuzz [--minutes 10] [--seed 1], venue-days [--symbols 10] [--days 3]");
        return 2;
    }
}
