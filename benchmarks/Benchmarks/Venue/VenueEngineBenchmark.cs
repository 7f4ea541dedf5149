using System.Diagnostics;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;

namespace Platform.Benchmarks.Venue;

/// <summary>
/// The exchange's core in process: order operations per second, cost of the market at speed, start-up time and memory.
/// Run alone: `Benchmarks venue-engine`.
/// </summary>
internal static class VenueEngineBenchmark
{
    private const string Symbol = "BTCUSDT";
    private const long Start_ms = 1_766_361_600_000;
    private const int Rounds = 7;

    public static int Run()
    {
        OrderOperations("place and cancel at ten levels", 1_000_000, PlaceAndCancel);
        OrderOperations("cross: rest, take, fill", 400_000, Cross);
        foreach (int symbols in new[] { 10, 300, 800 })
            StartAndRun(symbols);
        return 0;
    }

    /// <summary>
    /// Measures the core as the protocol side calls it: checks, margin, matching, booking, events without a receiver. Several rounds,
    /// because the machine may have other work; rates are per second of real time, and per second of processor time, which other work
    /// does not affect.
    /// </summary>
    private static void OrderOperations(string name, int operations, Action<ExchangeCore, Price, int> work)
    {
        ExchangeCore core = Build(symbols: 1);
        core.AdvanceTo(Start_ms + 2_000);
        Price bid = Price.FromUnits(core.State.Symbols[0].Book.Bids.BestPrice).FloorTo(Price.Of(1)) - Price.Of(200);
        work(core, bid, operations / 10);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var rounds = new (double Clock, double Processor)[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan busy = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            work(core, bid, operations);
            rounds[round] = (operations / Stopwatch.GetElapsedTime(started).TotalSeconds, operations / (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
        }

        (double[] clock, double[] processor) = ([.. rounds.Select(round => round.Clock).Order()], [.. rounds.Select(round => round.Processor).Order()]);
        Console.WriteLine($"{name}: {clock[Rounds / 2]:N0} operations/s (best of {Rounds}: {clock[^1]:N0}), {processor[Rounds / 2]:N0} per second of a core, "
            + $"{(GC.GetAllocatedBytesForCurrentThread() - allocated) / operations / Rounds:N0} B each");
    }

    private static void PlaceAndCancel(ExchangeCore core, Price bid, int operations)
    {
        for (int i = 0; i < operations / 2; i++)
        {
            Reply<OrderView> placed = core.Execute(Limit(new AccountId(0), Side.Buy, bid - Price.Of(i % 10), TimeInForce.Gtc));
            core.Execute(new CancelOrder(new AccountId(0), Symbol) { OrderId = placed.Value!.OrderId });
        }
    }

    private static void Cross(ExchangeCore core, Price bid, int operations)
    {
        for (int i = 0; i < operations / 2; i++)
        {
            (AccountId maker, AccountId taker) = i % 2 == 0 ? (new AccountId(0), new AccountId(1)) : (new AccountId(1), new AccountId(0));
            Price price = Price.FromUnits(core.State.Symbols[0].Book.Asks.BestPrice) - Price.Parse("0.1");
            Check.That(core.Execute(Limit(maker, Side.Sell, price, TimeInForce.Gtc)).IsOk, "the maker order is accepted");
            Check.That(core.Execute(Limit(taker, Side.Buy, price, TimeInForce.Ioc)).IsOk, "the taker order is accepted");
        }
    }

    private static void StartAndRun(int symbols)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long before = GC.GetTotalMemory(true), started = Stopwatch.GetTimestamp();
        ExchangeCore core = Build(symbols);
        double start_ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        core.AdvanceTo(Start_ms + 60_000);
        started = Stopwatch.GetTimestamp();
        core.AdvanceTo(Start_ms + 660_000);
        double share = Stopwatch.GetElapsedTime(started).TotalSeconds / 600;
        long managed = GC.GetTotalMemory(true) - before;
        Console.WriteLine($"{symbols} symbols: start {start_ms:N0} ms, {share:P3} of a core at speed 1 ({1 / share:N0}x real time), {managed >> 20} MiB after ten minutes, "
            + $"process {Environment.WorkingSet >> 20} MiB");
        GC.KeepAlive(core);
    }

    private static PlaceOrder Limit(AccountId account, Side side, Price price, TimeInForce timeInForce) => new(account, Symbol, side, OrderType.Limit)
    {
        Quantity = Quantity.Parse("0.001"), Price = price, TimeInForce = timeInForce,
    };

    private static ExchangeCore Build(int symbols)
    {
        var options = new ExchangeOptions
        {
            Symbols = symbols, VirtualStart_ms = Start_ms,
            Accounts = [new AccountSeed("a", Money.Of(10_000_000)), new AccountSeed("b", Money.Of(10_000_000))],
        };
        return new ExchangeCore(options, MarketSources.Open(options, Start_ms).Value);
    }
}
