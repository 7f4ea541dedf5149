using System.Diagnostics;
using System.Globalization;
using Platform.Domain.Orders;
using Platform.ExecutionFaults.Platforms;
using Platform.Executor.Ledger;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// One executor process with many TWAP parents at work, one for each contract of a Venue process at speed 1, over the whole wire:
/// <c>Benchmarks twap-parents [parents 1000] [minutes 5]</c>. Every minute: the processor time and the resident memory of the executor.
/// </summary>
internal static class TwapParents
{
    private const int BalancePerParent = 20_000;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string[] arguments)
    {
        int parents = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000;
        int minutes = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5;
        await using AccountPlatform platform = await AccountPlatform.StartAsync(new PlatformTerms(BalancePerParent * parents, parents, Seed: 1, Speed: 1, static _ => """
            clock:
              speed: 1
            execution:
              algorithm: twap
            """));
        Console.WriteLine($"{platform.Symbols.Count} contracts; executor before the run: {Sample.Of(platform.ExecutorId)}");
        var watch = Stopwatch.StartNew();
        platform.Trade([.. platform.Symbols.Select((_, i) => (i % 2 == 0 ? 1.0 : -1.0) / platform.Symbols.Count)]);
        while (Waiting(platform) != 0 && watch.Elapsed < s_startLimit)
            await Task.Delay(500);
        ParentOrder[] all = [.. platform.Tail.Ledger.Runs[0].Parents];
        Console.WriteLine($"{all.Count(parent => parent.Schedule is not null)} parents started {watch.Elapsed.TotalSeconds:0} s after the target, {all.Count(parent => parent.State == ParentState.Denied)} denied\n");
        await WatchAsync(platform, minutes);
        return 0;
    }

    private static async Task WatchAsync(AccountPlatform platform, int minutes)
    {
        Console.WriteLine("| minute | parents at work | orders resting | orders sent | fills | executor, % of a core | resident MB | Venue, % of a core |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        Sample first = Sample.Of(platform.ExecutorId), last = first, venue = Sample.Of(platform.VenueId);
        for (int minute = 1; minute <= minutes; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1));
            Sample now = Sample.Of(platform.ExecutorId), venueNow = Sample.Of(platform.VenueId);
            platform.Tail.Read();
            OrderLedger ledger = platform.Tail.Ledger;
            ChildOrder[] children = [.. ledger.Runs.SelectMany(run => run.Parents).SelectMany(parent => parent.Children)];
            Console.WriteLine($"| {minute} | {ledger.OpenParents.Count(parent => parent.Schedule is not null)} | {children.Count(child => child.State is OrderState.Accepted or OrderState.PartiallyFilled)} | {children.Length} "
                + $"| {children.Sum(child => child.Fills.Count)} | {now.ShareSince(last):0.0} | {now.ResidentMegabytes:0} | {venueNow.ShareSince(venue):0.0} |");
            (last, venue) = (now, venueNow);
        }

        Console.WriteLine($"\nexecutor over {minutes} minutes: {last.ShareSince(first):0.0} % of a core, {last.ResidentMegabytes:0} MB");
    }

    /// <summary>Parents that have not started; -1 before the run is planned.</summary>
    private static int Waiting(AccountPlatform platform)
    {
        platform.Tail.Read();
        return platform.Tail.Ledger.Runs is [{ Parents.Count: > 0 } run, ..] ? run.Parents.Count(parent => parent.State == ParentState.Planned) : -1;
    }

    /// <summary>Processor time (user and system) and resident memory of a process at a moment.</summary>
    private sealed record Sample(long Timestamp, TimeSpan Busy, double ResidentMegabytes)
    {
        public static Sample Of(int processId)
        {
            using Process process = Process.GetProcessById(processId);
            return new Sample(Stopwatch.GetTimestamp(), process.TotalProcessorTime, process.WorkingSet64 / 1e6);
        }

        public double ShareSince(Sample earlier) => 100 * (Busy - earlier.Busy) / Stopwatch.GetElapsedTime(earlier.Timestamp, Timestamp);

        public override string ToString() => $"{Busy.TotalSeconds:0.0} s of processor time, {ResidentMegabytes:0} MB";
    }
}
