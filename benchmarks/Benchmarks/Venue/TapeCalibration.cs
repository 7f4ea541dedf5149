using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;

namespace Platform.Benchmarks.Venue;

/// <summary>
/// Compares statistics that minute bars do not contain (sizes and clustering of taker orders, spread and depth) between the model and
/// captures of the same two contracts, sampled once a second of virtual time.
/// </summary>
internal sealed class TapeCalibration : IExchangeSink
{
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT"];
    private readonly Dictionary<string, Tape> _tapes = Symbols.ToDictionary(symbol => symbol, _ => new Tape());

    public void TradePrinted(in TradeView trade)
    {
        if (_tapes.TryGetValue(trade.Symbol, out Tape? tape))
            tape.Add(trade.Time_ms, trade.Price.ToDouble() * trade.Quantity.ToDouble(), trade.BuyerIsMaker);
    }

    public static void Run(string folder, long start_ms)
    {
        const int Settling_s = 600, Model_s = 3_600, Recorded_s = 460;
        TapeCalibration model = Play(new ExchangeOptions { Symbols = 2, VirtualStart_ms = start_ms }, start_ms, Settling_s, Model_s);
        TapeCalibration? recorded = Directory.Exists(folder) ? Play(new ExchangeOptions { Market = MarketKind.Captures, MarketPath = folder }, 0, 20, Recorded_s) : null;
        Console.WriteLine();
        Console.WriteLine("| statistic (trades and books, BTCUSDT / ETHUSDT) | model, 1 hour | recorded, 8 minutes |");
        Console.WriteLine("|---|---|---|");
        Row("taker orders a second", tape => tape.Orders.Count / (double)tape.Seconds, "F1");
        Row("median order over mean order", tape => tape.Quantile(0.5) / tape.Mean, "F2");
        Row("99th percentile over mean order", tape => tape.Quantile(0.99) / tape.Mean, "F1");
        Row("share of the largest 1 % of orders in turnover", tape => tape.ShareOfLargest(0.01), "P0");
        Row("orders in a second, variance over mean", tape => tape.Fano(), "F1");
        Row("next order on the same side", tape => tape.SameSide(), "P0");
        Row("mean spread, ticks", tape => tape.Spreads.Average(), "F2");
        Row("quantity at the best price, in mean orders", tape => tape.Touches.Average() / tape.Mean, "F0");
        Row("depth within 0.02 %, in minutes of turnover", tape => tape.Near.Average() / tape.MinuteTurnover, "F2");
        Row("depth within 0.1 %, in minutes of turnover", tape => tape.Far.Average() / tape.MinuteTurnover, "F2");

        void Row(string name, Func<Tape, double> statistic, string format) => Console.WriteLine($"| {name} | {model.Show(statistic, format)} | {recorded?.Show(statistic, format) ?? "-"} |");
    }

    private string Show(Func<Tape, double> statistic, string format) => string.Join(" / ", Symbols.Select(symbol => statistic(_tapes[symbol]).ToString(format)));

    private static TapeCalibration Play(ExchangeOptions options, long start_ms, int settling_s, int seconds)
    {
        var core = new ExchangeCore(options, MarketSources.Open(options, start_ms).Value);
        core.AdvanceTo(core.State.Start_ms + settling_s * 1_000L);
        var looker = new TapeCalibration();
        core.State.Events.Add(looker);
        long from_ms = core.State.Now_ms;
        for (int second = 1; second <= seconds; second++)
        {
            core.AdvanceTo(from_ms + second * 1_000L);
            foreach (string symbol in Symbols)
                looker._tapes[symbol].Look(core.State.Find(symbol)!);
        }

        return looker;
    }

    private sealed class Tape
    {
        private double[]? _sorted;

        public List<(long Time_ms, double Notional, bool Sells)> Orders { get; } = [];

        public List<double> Spreads { get; } = [];

        public List<double> Touches { get; } = [];

        public List<double> Near { get; } = [];

        public List<double> Far { get; } = [];

        public int Seconds { get; private set; }

        public double Mean => Orders.Average(order => order.Notional);

        public double MinuteTurnover => Orders.Sum(order => order.Notional) * 60 / Seconds;

        /// <summary>Trades of one side in one millisecond count as one order.</summary>
        public void Add(long time_ms, double notional, bool sells)
        {
            if (Orders.Count > 0 && Orders[^1].Time_ms == time_ms && Orders[^1].Sells == sells)
                Orders[^1] = (time_ms, Orders[^1].Notional + notional, sells);
            else
                Orders.Add((time_ms, notional, sells));
        }

        public void Look(Platform.Venue.Core.Matching.SymbolState symbol)
        {
            Seconds++;
            if (symbol.Book.Bids.IsEmpty || symbol.Book.Asks.IsEmpty)
                return;
            Spreads.Add((symbol.Book.Asks.BestPrice - symbol.Book.Bids.BestPrice) / (double)symbol.Listing.Instrument.Price.Tick.Units);
            foreach (Platform.Venue.Core.Books.BookSide side in new[] { symbol.Book.Bids, symbol.Book.Asks })
            {
                Touches.Add(Notional(side[0].Price, side[0].Total));
                (double near, double far) = (0, 0);
                for (int depth = 0; depth < side.Count; depth++)
                {
                    double away = Math.Abs(side[depth].Price / (double)side.BestPrice - 1), worth = Notional(side[depth].Price, side[depth].Total);
                    if (away > 0.001)
                        break;
                    far += worth;
                    near += away <= 0.0002 ? worth : 0;
                }

                Near.Add(near);
                Far.Add(far);
            }
        }

        public double Quantile(double share) => Sorted()[(int)(share * (Orders.Count - 1))];

        public double ShareOfLargest(double share) => Sorted()[^(int)(Orders.Count * share)..].Sum() / Sorted().Sum();

        public double SameSide() => Orders.Zip(Orders.Skip(1), (a, b) => a.Sells == b.Sells ? 1.0 : 0).Average();

        public double Fano()
        {
            Dictionary<long, int> counts = Orders.GroupBy(order => order.Time_ms / 1_000).ToDictionary(group => group.Key, group => group.Count());
            double[] seconds = [.. Enumerable.Range(0, Seconds).Select(second => (double)counts.GetValueOrDefault(Orders[0].Time_ms / 1_000 + second))];
            double mean = seconds.Average();
            return seconds.Average(count => (count - mean) * (count - mean)) / mean;
        }

        private double[] Sorted() => _sorted ??= [.. Orders.Select(order => order.Notional).Order()];

        private static double Notional(long price, long quantity) => price * 1e-8 * (quantity * 1e-8);
    }
}
