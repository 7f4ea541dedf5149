using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// Planning of one run of many symbols, from the target document, the account and the prices to the ordered parents:
/// <c>Benchmarks planning [symbols 500] [repetitions 5000]</c>. Peers in the same run: System.Text.Json reading the target document,
/// and one pass over the same rows with the same exact arithmetic and one sort, which is a bound and not a planner.
/// </summary>
internal static class PlanningBenchmark
{
    private const long Now_ms = 1_766_361_600_000;
    private const int Warmup = 500;
    private const int Equity = 10_000_000;

    public static int Run(string[] arguments)
    {
        int symbols = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 500;
        int repetitions = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5_000;
        var random = new Random(1);
        Instrument[] instruments = [.. Enumerable.Range(0, symbols).Select(InstrumentOf)];
        Price[] marks = [.. instruments.Select((_, i) => Price.FromUnits((long)(Math.Exp(random.NextDouble() * 12 - 3) * Price.One)).FloorTo(instruments[i].Price.Tick))];
        TargetDocument before = Targets(instruments, marks, random), targets = Targets(instruments, marks, random);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(targets, TargetJson.Default.TargetDocument);
        PlanRules oneWay = Rules(hedge: false), hedge = Rules(hedge: true);
        PlanningSnapshot empty = Snapshot(instruments, marks, []), held = Snapshot(instruments, marks, Positions(empty, before, oneWay)), both = Snapshot(instruments, marks, Positions(empty, before, hedge));
        OrderLedger ledger = Traded(instruments);

        Console.WriteLine($"| {symbols} symbols | parents | first ms | median ms | p99 ms | bytes each |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Measure("no positions", repetitions, () => Allowed(RunPlanner.Plan(targets, empty, ledger, oneWay)));
        double planned_ms = Measure("all positions change, one-way", repetitions, () => Allowed(RunPlanner.Plan(targets, held, ledger, oneWay)));
        Measure("all positions change, hedge", repetitions, () => Allowed(RunPlanner.Plan(targets, both, ledger, hedge)));
        double read_ms = Measure("peer: the document read by System.Text.Json", repetitions, () => JsonSerializer.Deserialize(json, TargetJson.Default.TargetDocument)!.Targets.Count);
        double pass_ms = Measure("bound: one pass with exact arithmetic and a sort", repetitions, () => Pass(targets, held));
        Console.WriteLine($"one-way to the peer {planned_ms / read_ms:0.00}, to the bound {planned_ms / pass_ms:0.00}");
        return 0;
    }

    private static double Measure(string what, int repetitions, Func<int> work)
    {
        long started = Stopwatch.GetTimestamp();
        int count = work();
        double first_ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        for (int i = 0; i < Warmup; i++)
            work();
        var times = new double[repetitions];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < repetitions; i++)
        {
            started = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / repetitions;
        Array.Sort(times);
        Console.WriteLine($"| {what} | {count} | {first_ms:0.0} | {times[repetitions / 2]:0.000} | {times[repetitions * 99 / 100]:0.000} | {allocated:N0} |");
        return times[repetitions / 2];
    }

    private static int Allowed(RunPlan plan)
    {
        Check.That(plan.Parents.All(parent => parent.Denied.Length == 0), "a parent of the benchmark was denied");
        return plan.Parents.Count;
    }

    /// <summary>The least that has to be computed for every row: the target quantity, the difference to the position, its value, and the order by it.</summary>
    private static int Pass(TargetDocument targets, PlanningSnapshot snapshot)
    {
        var values = new Int128[targets.Targets.Count];
        for (int i = 0; i < values.Length; i++)
        {
            TargetWeight row = targets.Targets[i];
            Instrument instrument = snapshot.Instruments[row.Symbol];
            Price mark = snapshot.Marks[row.Symbol];
            Quantity wanted = TargetSizing.Size(instrument, row.Weight, snapshot.Equity, 1, mark).Value.Quantity;
            values[i] = (mark * (wanted - snapshot.PositionOf(row.Symbol, PositionSide.Both)).Abs).Units;
        }

        Array.Sort(values);
        return values.Length;
    }

    private static Instrument InstrumentOf(int i)
    {
        var lot = new LotSize(Quantity.Parse("0.001"), Quantity.Of(1_000_000_000), Quantity.Parse("0.001"));
        return new Instrument
        {
            Symbol = string.Create(CultureInfo.InvariantCulture, $"COIN{i:000}USDT"), BaseAsset = string.Create(CultureInfo.InvariantCulture, $"COIN{i:000}"), QuoteAsset = "USDT",
            Price = new PriceFilter(Price.Parse("0.0001"), Price.Of(10_000_000), Price.Parse("0.0001")), Lot = lot, MarketLot = lot, MinNotional = Notional.Parse("5"),
        };
    }

    /// <summary>Weights of both signs with a gross of one; the decision price is close to the mark.</summary>
    private static TargetDocument Targets(Instrument[] instruments, Price[] marks, Random random)
    {
        double[] raw = [.. instruments.Select(_ => (random.NextDouble() + 0.1) * (random.Next(2) * 2 - 1))];
        double gross = raw.Sum(Math.Abs);
        return new TargetDocument(
            TargetDocument.CurrentSchema, "account1", "2025-12-22_00-00", "run", Now_ms, "1",
            [.. instruments.Select((instrument, i) => new TargetWeight(instrument.Symbol, "", raw[i] / gross, marks[i]))], new Dictionary<string, SortedDictionary<string, double>>());
    }

    private static PlanningSnapshot Snapshot(Instrument[] instruments, Price[] marks, IReadOnlyList<PositionRisk> positions)
    {
        Money equity = Money.Of(Equity);
        return new PlanningSnapshot(
            Now_ms, new AccountTotals(equity, Money.Zero, equity, equity, Money.Zero, Money.Zero, []), positions,
            instruments.Select((row, i) => (row.Symbol, Price: marks[i])).ToDictionary(row => row.Symbol, row => row.Price, StringComparer.Ordinal),
            instruments.Select((row, i) => new BestQuote(row.Symbol, Level(marks[i] - row.Price.Tick), Level(marks[i] + row.Price.Tick), Now_ms - 100)).ToDictionary(row => row.Symbol, StringComparer.Ordinal),
            instruments.ToDictionary(row => row.Symbol, StringComparer.Ordinal));
    }

    private static DepthLevel Level(Price price) => new(price, Quantity.Of(1_000));

    /// <summary>The positions of an account that filled the whole plan of the earlier targets.</summary>
    private static PositionRisk[] Positions(PlanningSnapshot empty, TargetDocument targets, PlanRules rules) =>
    [
        .. RunPlanner.Plan(targets, empty, new OrderLedger(), rules).Parents.Select(parent => new PositionRisk(
            parent.Order.Symbol, parent.Order.PositionSide, parent.Target, parent.Arrival, parent.Arrival, Money.Zero, Price.Zero, Now_ms - 1_000)),
    ];

    /// <summary>A ledger whose account has traded every symbol.</summary>
    private static OrderLedger Traded(Instrument[] instruments)
    {
        var ledger = new OrderLedger();
        ledger.Apply(new RunOpened(1, "earlier", "2025-12-21_23-55", RunKind.Trade), 1);
        foreach (Instrument row in instruments)
            ledger.Apply(new ParentPlanned(2, "earlier", row.Symbol, row.Symbol, Side.Buy, PositionSide.Both, Quantity.Of(1), false, Price.Of(1), Quantity.Of(1), ""), 2);
        return ledger;
    }

    private static PlanRules Rules(bool hedge) => new(new DeltaRules(), 1, hedge, new RiskOptions());
}
