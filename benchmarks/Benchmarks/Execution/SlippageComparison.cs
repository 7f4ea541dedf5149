using System.Globalization;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.ExecutionFaults.Platforms;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// Market, TWAP and VWAP with the same targets at the same virtual times: <c>Benchmarks slippage [rounds 20] [speed 60] [symbols 20]
/// [equity 2000000] [seed 1]</c>. Each algorithm has a Venue of its own, so that no account moves the market of another: the
/// markets have the same statistics and not the same prices, because each starts at its own time. Executor, coordinator and Venue are the
/// real processes. A round opens a random weight in every contract, the next one closes them all, so that buys and sells are equally
/// many and no order has two legs.
/// </summary>
internal static class SlippageComparison
{
    private const int Horizon_min = 60;
    private const int RoundLength_min = Horizon_min + 8;
    private const int ProfileDays = 14;
    private const int KlinesAtOnce = 1_500;
    private const int TriesMax = 20;
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(1);
    private static readonly string[] s_algorithms = ["market", "twap", "vwap"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        int[] numbers = [.. arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int Number(int at, int otherwise) => at < numbers.Length ? numbers[at] : otherwise;
        int rounds = Number(0, 20), speed = Number(1, 60), symbols = Number(2, 20), equity = Number(3, 2_000_000), seed = Number(4, 1);
        var platforms = new List<AccountPlatform>();
        try
        {
            foreach (string algorithm in s_algorithms)
            {
                platforms.Add(await AccountPlatform.StartAsync(new PlatformTerms(equity, symbols, seed, speed, _ => Yaml(algorithm, speed))));
                await LoadVolumesAsync(platforms[^1]);
            }

            long began_ms = platforms.Max(platform => platform.Clock.NowMilliseconds() - platform.Clock.Anchor.VirtualStart_ms);
            long first_ms = UnixTime.FloorTo(platforms[0].Clock.Anchor.VirtualStart_ms + began_ms, Label.Length_ms) + 2 * Label.Length_ms;
            Console.WriteLine($"{rounds} rounds of {symbols} contracts from {UnixTime.ToDateTimeOffset(first_ms):yyyy-MM-dd HH:mm} at speed {speed}, seed {seed}, equity {equity:N0}, horizon {Horizon_min} min");
            List<CostedRow>[] rows = [.. platforms.Select(_ => new List<CostedRow>())];
            try
            {
                await Task.WhenAll(platforms.Select((platform, i) => TradeAsync(platform, first_ms, rounds, seed, rows[i])));
            }
            catch (CheckFailedException broken)
            {
                Console.WriteLine($"ended early, the table has what was traded until then: {broken.Message}");
            }

            SlippageTable.Print(s_algorithms, rows);
            return rows.Min(own => own.Max(row => row.Round)) == rounds - 1 ? 0 : 1;
        }
        finally
        {
            foreach (AccountPlatform platform in platforms)
                await platform.DisposeAsync();
        }
    }

    /// <summary>Defaults, except the algorithm and limits that depend on the clock's speed.</summary>
    private static string Yaml(string algorithm, int speed) => string.Create(CultureInfo.InvariantCulture, $"""
        clock:
          speed: {speed}
        execution:
          algorithm: {algorithm}
          twap_horizon_min: {Horizon_min}
          vwap_horizon_min: {Horizon_min}
        """);

    /// <summary>Gives the executor the volumes of the Venue's past days for its VWAP profiles.</summary>
    private static async Task LoadVolumesAsync(AccountPlatform platform)
    {
        var volumes = new Dictionary<(string, long), Quantity>();
        long today_ms = UnixTime.FloorTo(platform.Clock.NowMilliseconds(), UnixTime.MillisecondsPerDay);
        foreach (string symbol in platform.Symbols)
        {
            for (long from_ms = today_ms - ProfileDays * UnixTime.MillisecondsPerDay; from_ms < today_ms; from_ms += KlinesAtOnce * Label.Length_ms)
            {
                foreach (Kline kline in await KlinesAsync(platform, symbol, "5m", from_ms, today_ms - 1, KlinesAtOnce))
                    volumes[(symbol, kline.OpenTime_ms)] = Quantity.FromUnits((long)kline.Volume.Units);
            }
        }

        platform.Bars.VolumeOf = (symbol, label) => volumes.GetValueOrDefault((symbol, label.Start_ms));
    }

    private static async Task TradeAsync(AccountPlatform platform, long first_ms, int rounds, int seed, List<CostedRow> rows)
    {
        for (int round = 0; round < rounds; round++)
        {
            long at_ms = first_ms + round * RoundLength_min * UnixTime.MillisecondsPerMinute;
            await DelayAsync(platform, at_ms);
            IReadOnlyList<TargetWeight> targets = Targets(platform.Symbols, await MiddlesAsync(platform), round, seed);
            string runId = platform.Trade(targets);
            await DelayAsync(platform, at_ms + (RoundLength_min - 2) * UnixTime.MillisecondsPerMinute);
            while (!IsClosed(platform, runId))
                await DelayAsync(platform, platform.Clock.NowMilliseconds() + UnixTime.MillisecondsPerMinute);
            foreach (ParentOrder parent in platform.Tail.Ledger.FindRun(runId)!.Parents)
            {
                if (parent.Schedule is { } schedule)
                    rows.Add(CostedRow.Of(round, parent, await IntervalAsync(platform, parent.Symbol, schedule.Start_ms, parent.Closed_ms)));
                else
                    Console.WriteLine($"round {round + 1}: {parent.Symbol} was not traded: {parent.Reason}");
            }
        }
    }

    private static bool IsClosed(AccountPlatform platform, string runId)
    {
        platform.Tail.Read();
        return platform.Tail.Ledger.FindRun(runId) is { IsClosed: true };
    }

    /// <summary>Random weights of both signs with a gross of one, or zero in every second round; the same for every algorithm.</summary>
    private static TargetWeight[] Targets(IReadOnlyList<string> symbols, Dictionary<string, Price> middles, int round, int seed)
    {
        var random = new Random(1_000 * seed + round / 2);
        double[] raw = [.. symbols.Select(_ => (0.5 + random.NextDouble()) * (random.Next(2) * 2 - 1))];
        double gross = raw.Sum(Math.Abs);
        return [.. symbols.Select((symbol, i) => new TargetWeight(symbol, "", round % 2 == 0 ? raw[i] / gross : 0, middles[symbol]))];
    }

    private static async Task<Dictionary<string, Price>> MiddlesAsync(AccountPlatform platform) =>
        (await ReadAsync(() => platform.Venue.Market.GetBestQuotesAsync(null, CancellationToken.None))).ToDictionary(
            quote => quote.Symbol, quote => Price.FromUnits((quote.Bid.Price.Units + quote.Ask.Price.Units) / 2), StringComparer.Ordinal);

    /// <summary>Volume and quote volume of the market in the minutes of a parent.</summary>
    private static async Task<(Volume Volume, Notional Quote)> IntervalAsync(AccountPlatform platform, string symbol, long start_ms, long end_ms)
    {
        IReadOnlyList<Kline> minutes = await KlinesAsync(platform, symbol, "1m", UnixTime.FloorTo(start_ms, UnixTime.MillisecondsPerMinute), end_ms, 99);
        return (minutes.Aggregate(Volume.Zero, (sum, minute) => sum + minute.Volume), minutes.Aggregate(Notional.Zero, (sum, minute) => sum + minute.QuoteVolume));
    }

    private static Task<IReadOnlyList<Kline>> KlinesAsync(AccountPlatform platform, string symbol, string interval, long from_ms, long to_ms, int limit) =>
        ReadAsync(() => platform.Venue.Market.GetKlinesAsync(symbol, interval, from_ms, to_ms, limit, CancellationToken.None));

    /// <summary>Asks again while the Venue does not answer in time, as on a busy machine.</summary>
    private static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<Task<Result<IReadOnlyList<T>>>> ask)
    {
        Result<IReadOnlyList<T>> read = await ask();
        for (int tries = 1; !read.IsOk && read.Fault.IsTransient && tries < TriesMax; tries++)
        {
            await Task.Delay(s_askAgain);
            read = await ask();
        }

        Check.That(read.IsOk, read.Fault?.Message ?? "");
        return read.Value;
    }

    /// <summary>A round that begins late on a busy machine is as good as any other: the algorithms do not share a market.</summary>
    private static Task DelayAsync(AccountPlatform platform, long until_ms) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, until_ms - platform.Clock.NowMilliseconds())), platform.Clock);
}
