using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.OrderFlow;
using Xunit;

namespace Platform.Analytics.Tests.OrderFlow;

/// <summary>spec/quant.md, Appendix B, 5; and the whole of §4.1 against a second writing of it in plain floating point.</summary>
public sealed class CumulativeVolumeDeltaProperties
{
    /// <summary>Trades with and without a side, in bursts and pauses, some broken, ids with gaps and repeats.</summary>
    private static Arbitrary<TradePrint[]> Series { get; } = (
            from price in Gen.Choose(-1, 6)
            from quantity in Gen.Choose(-3, 200)
            from side in Gen.Choose(0, 2)
            from wait_ms in Gen.Choose(-200, 900)
            from step in Gen.Frequency((12, Gen.Constant(1)), (1, Gen.Choose(-3, 4)))
            select (price, quantity, side, wait_ms, step))
        .ArrayOf(180)
        .Select(parts =>
        {
            long id = 1_000, time_ms = 1_000_000;
            return parts.Select(part => new TradePrint(
                part.price <= 0 ? part.price : 100 + part.price * 0.1m, part.quantity * 0.001m, (AggressorSide)part.side, time_ms += part.wait_ms, id += part.step)).ToArray();
        })
        .ToArbitrary();

    [Fact]
    public void Cvd_is_the_sum_of_the_signed_quantities_and_the_average_lies_within_its_range() => Prop.ForAll(Series, trades =>
    {
        var cvd = new CumulativeVolumeDelta(new CvdOptions(ZWindow: 20));
        decimal sum = 0, low = decimal.MaxValue, high = decimal.MinValue;
        return trades.All(trade =>
        {
            CvdPoint point = cvd.Update(in trade);
            if (point.Outcome != TradeOutcome.Accepted)
                return point.Cvd == sum;
            sum += point.Side == AggressorSide.Buy ? trade.Quantity : -trade.Quantity;
            (low, high) = (Math.Min(low, sum), Math.Max(high, sum));
            return point.Cvd == sum && point.Ema >= (double)low - 1e-12 && point.Ema <= (double)high + 1e-12;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_trade_is_accepted_bad_or_a_repeat() => Prop.ForAll(Series, trades =>
    {
        var cvd = new CumulativeVolumeDelta();
        foreach (TradePrint trade in trades)
            cvd.Update(in trade);
        return cvd.Accepted + cvd.BadPoints + cvd.Duplicates == trades.Length
            && cvd.Duplicates == trades.Length - trades.Select(trade => trade.Id).Distinct().Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_number_equals_that_of_a_simple_second_implementation() => Prop.ForAll(Series, trades =>
    {
        var cvd = new CumulativeVolumeDelta(new CvdOptions(ZWindow: 40));
        var plain = new PlainCvd(window: 40);
        return trades.All(trade =>
        {
            TradePrint without = trade with { Id = null };
            CvdPoint point = cvd.Update(in without);
            plain.Update(trade);
            return Near((double)point.Cvd, plain.Cvd) && Near(point.Ema, plain.Ema) && point.BadPoints == plain.Bad
                && (point.Outcome != TradeOutcome.Accepted || (point.Z is null == plain.Z is null && Near(point.Z ?? 0, plain.Z ?? 0)));
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_gap_flag_says_whether_ids_between_the_first_and_the_highest_are_missing() => Prop.ForAll(Series, trades =>
    {
        var cvd = new CumulativeVolumeDelta();
        var seen = new HashSet<long>();
        return trades.All(trade =>
        {
            seen.Add(trade.Id!.Value);
            long first = trades[0].Id!.Value;
            bool expected = seen.Count(id => id >= first) != seen.Max() - first + 1;
            return cvd.Update(in trade).HasGap == expected;
        });
    }).QuickCheckThrowOnFailure();

    private static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-9 + 1e-9 * Math.Abs(right);

    /// <summary>§4.1 line by line.</summary>
    private sealed class PlainCvd(int window)
    {
        private readonly List<double> _history = [];
        private double? _last;
        private int _direction;
        private long _changed_ms;
        private int _zeroTicks;

        public double Cvd { get; private set; }

        public double Ema { get; private set; }

        public double? Z { get; private set; }

        public long Bad { get; private set; }

        public void Update(TradePrint trade)
        {
            double price = (double)trade.Price, quantity = (double)trade.Quantity;
            long time_ms = trade.Time_ms!.Value;
            bool moved = false;
            if (price > 0)
            {
                if (_last is { } last && price != last)
                    (_direction, _changed_ms, _zeroTicks, moved) = (Math.Sign(price - last), time_ms, 0, true);
                _last = price;
            }

            int side = quantity <= 0 || price <= 0 ? 0 : trade.Side switch
            {
                AggressorSide.Buy => 1,
                AggressorSide.Sell => -1,
                _ when moved => _direction,
                _ when _direction != 0 && ++_zeroTicks <= 5 && time_ms - _changed_ms <= 2_000 => _direction,
                _ => 0,
            };
            if (side == 0)
            {
                Bad++;
                return;
            }

            Cvd += side * quantity;
            Ema = _history.Count == 0 ? Cvd : 0.2 * Cvd + 0.8 * Ema;
            double[] past = [.. _history.TakeLast(window)];
            Z = past.Length < Math.Max(5, window / 5) ? null : Score(past);
            _history.Add(Cvd);
        }

        private double Score(double[] past)
        {
            double mean = past.Average(), deviation = Math.Sqrt(past.Average(value => (value - mean) * (value - mean)));
            return deviation <= 1e-9 ? 0 : (Cvd - mean) / deviation;
        }
    }
}
