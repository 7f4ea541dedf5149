using System.Diagnostics;
using System.Globalization;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;

namespace Platform.Benchmarks.Venue;

/// <summary>
/// Virtual days of the market model with two clients that trade every second: the memory of the exchange, and the cost of saving and
/// loading its state. Run alone: <c>Benchmarks venue-days [--symbols 10] [--days 3]</c>.
/// </summary>
internal static class VenueDaysBenchmark
{
    private const long Start_ms = 1_766_361_600_000;
    private const long Report_ms = 6 * 3_600_000L;
    private const long Trade_ms = 1_000;

    public static int Run(string[] arguments)
    {
        int symbols = (int)Option(arguments, "--symbols", 10);
        double days = Option(arguments, "--days", 3);
        long before = GC.GetTotalMemory(true);
        ExchangeCore core = Build(Options(symbols));
        var watch = Stopwatch.StartNew();
        for (long now_ms = Start_ms + Trade_ms; now_ms <= Start_ms + (long)(days * 86_400_000); now_ms += Trade_ms)
        {
            core.AdvanceTo(now_ms);
            Trade(core, (int)(now_ms / Trade_ms));
            if ((now_ms - Start_ms) % Report_ms == 0)
                Report(core, before, now_ms, watch.Elapsed);
        }

        KeepAndReturn(core);
        return core.State.Imbalance().IsZero ? 0 : 1;
    }

    /// <summary>Places alternating maker and taker orders, and occasionally an order that rests.</summary>
    private static void Trade(ExchangeCore core, int turn)
    {
        (AccountId one, AccountId other) = turn % 2 == 0 ? (new AccountId(0), new AccountId(1)) : (new AccountId(1), new AccountId(0));
        string symbol = core.State.Symbols[turn / 2 % Math.Min(10, core.State.Symbols.Length)].Listing.Symbol;
        PlaceOrder Market(AccountId account, Side side) => new(account, symbol, side, OrderType.Market) { Quantity = Quantity.FromUnits(core.State.Find(symbol)!.Listing.Instrument.MarketLot.Step.Units * 100) };
        core.Execute(Market(one, turn % 4 < 2 ? Side.Buy : Side.Sell));
        core.Execute(Market(other, turn % 4 < 2 ? Side.Sell : Side.Buy));
        if (turn % 600 == 0)
            core.Execute(new CancelAllOrders(one, symbol));
    }

    private static void Report(ExchangeCore core, long before, long now_ms, TimeSpan spent)
    {
        long managed = GC.GetTotalMemory(true) - before;
        long aggregates = core.State.Symbols.Sum(symbol => (long)symbol.Tape.AggTrades.Count), ended = core.State.Accounts.Sum(account => (long)core.State.OrdersOf(account).Ended);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(now_ms - Start_ms) / 3_600_000.0,5:0} h: {managed >> 20,4} MiB in use, process {Environment.WorkingSet >> 20} MiB; {aggregates:N0} aggregate trades, {ended:N0} ended orders kept; {spent.TotalSeconds:0} s spent"));
    }

    private static void KeepAndReturn(ExchangeCore core)
    {
        var plain = new MemoryStream();
        ExchangeCore fresh = Build(core.State.Options);
        (double write_s, double pack_s) = (Seconds(() => StateImage.Write(core, plain)), Seconds(() => StateImage.Of(core)));
        double read_s = Seconds(() => Check.That(StateImage.Load(fresh, plain.GetBuffer().AsMemory(0, (int)plain.Length)).IsOk, "the image can be loaded"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"state: {plain.Length / 1_048_576.0:0.0} MiB, written in {write_s:0.00} s, loaded in {read_s:0.00} s; compressed as a snapshot in {pack_s:0.00} s"));
        Check.That(fresh.State.Now_ms == core.State.Now_ms, "the loaded state has the time of the saved one");

        static double Seconds(Action work)
        {
            var watch = Stopwatch.StartNew();
            work();
            return watch.Elapsed.TotalSeconds;
        }
    }

    private static ExchangeOptions Options(int symbols) => new()
    {
        Symbols = symbols, VirtualStart_ms = Start_ms, Accounts = [new AccountSeed("a", Money.Of(10_000_000)), new AccountSeed("b", Money.Of(10_000_000))],
    };

    private static ExchangeCore Build(ExchangeOptions options) => new(options, MarketSources.Open(options, Start_ms).Value);

    private static double Option(string[] arguments, string name, double otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise : double.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }
}
