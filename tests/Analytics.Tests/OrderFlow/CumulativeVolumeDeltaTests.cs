using System.Text.Json;
using Platform.Analytics.OrderFlow;
using Platform.Analytics.Tests.Bars;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Xunit;

namespace Platform.Analytics.Tests.OrderFlow;

public sealed class CumulativeVolumeDeltaTests
{
    private const decimal P = 100;

    [Fact]
    public void Vector_CVD_1_levels_average_and_z_of_a_short_window()
    {
        var cvd = new CumulativeVolumeDelta(new CvdOptions(ZWindow: 10));
        decimal[] changes = [1, 2, -1, 3, -2, 1, 5];
        int index = 0;
        foreach (JsonElement expected in BarVectors.Read("CVD-1 win10").EnumerateArray())
            IsPoint(expected, cvd.Update(Signed(changes[index++])));
        Assert.Equal(changes.Length, index);
    }

    [Fact]
    public void Vector_CVD_2_an_invalid_quantity_is_a_bad_point_and_changes_nothing_else()
    {
        var cvd = new CumulativeVolumeDelta(new CvdOptions(ZWindow: 10));
        double[] quantities = [1, 0, double.NaN, -1, 2];
        AggressorSide[] sides = [AggressorSide.Buy, AggressorSide.Buy, AggressorSide.Buy, AggressorSide.Buy, AggressorSide.Sell];
        int index = 0;
        foreach (JsonElement expected in BarVectors.Read("CVD-2 bad").EnumerateArray())
        {
            CvdPoint point = cvd.Update(TradePrint.FromDoubles(100, quantities[index], sides[index]));
            Assert.Equal(index is 0 or 4 ? TradeOutcome.Accepted : TradeOutcome.Bad, point.Outcome);
            IsPoint(expected, point);
            index++;
        }
    }

    [Fact]
    public void Vector_CVD_3_the_tick_rule_finds_the_side()
    {
        var cvd = new CumulativeVolumeDelta();
        foreach (JsonElement row in BarVectors.Read("CVD-3 tick rule").EnumerateArray())
        {
            CvdPoint point = cvd.Update(new TradePrint(row.GetProperty("p").GetDecimal(), row.GetProperty("q").GetDecimal(), AggressorSide.Unknown, row.GetProperty("t").GetInt64()));
            Assert.Equal(row.GetProperty("cvd").GetDecimal(), point.Cvd);
            Assert.Equal(row.GetProperty("bad").GetInt64(), point.BadPoints);
        }
    }

    [Fact]
    public void Vector_CVD_3b_a_direction_is_inherited_five_times_and_then_not_before_the_next_change()
    {
        var cvd = new CumulativeVolumeDelta();
        JsonElement vector = BarVectors.Read("CVD-3b propagation cap");
        decimal[] prices = [100, 101, 101, 101, 101, 101, 101, 101, 101, 100];
        var levels = prices.Select((price, index) => cvd.Update(new TradePrint(price, 1, AggressorSide.Unknown, index * 10)).Cvd).ToArray();
        Assert.Equal(vector.GetProperty("cvd").EnumerateArray().Select(level => level.GetDecimal()), levels[1..]);
        Assert.Equal(vector.GetProperty("bad").GetInt64(), cvd.BadPoints);
    }

    [Fact]
    public void Vector_CVD_4_the_first_z_appears_on_the_61st_trade()
    {
        var cvd = new CumulativeVolumeDelta();
        CvdPoint point = default;
        for (int n = 1; n <= 60; n++)
            point = cvd.Update(Signed(n % 2 == 1 ? 1 : -1));
        IsPoint(BarVectors.Read("CVD-4 n=60"), point);
        IsPoint(BarVectors.Read("CVD-4 n=61"), cvd.Update(Signed(1)));
    }

    [Fact]
    public void Vector_CVD_5_a_flat_baseline_gives_zero_and_says_so()
    {
        JsonElement vector = BarVectors.Read("CVD-5 std_zero demo");
        var z = new LevelZScore(new CvdOptions(ZWindow: 10));
        foreach (JsonElement level in vector.GetProperty("baseline").EnumerateArray())
            z.Next(level.GetDecimal(), 0, null);
        Assert.Equal(new ZScore(vector.GetProperty("z").GetDouble(), IsStdZero: true), z.Next(vector.GetProperty("cvd").GetDecimal(), 1, null));
    }

    [Fact]
    public void Vector_CVD_6_the_default_weight_has_a_span_of_nine_trades()
    {
        JsonElement vector = BarVectors.Read("CVD-6 ema");
        double alpha = CvdOptions.Default.EmaAlpha;
        Assert.Equal(vector.GetProperty("alpha").GetDouble(), alpha);
        Assert.Equal(vector.GetProperty("equiv_span").GetDouble(), 2 / alpha - 1, 1e-12);
        Assert.Equal(vector.GetProperty("half_life_trades").GetDouble(), Math.Log(0.5) / Math.Log(1 - alpha), 1e-12);
    }

    [Theory]
    [InlineData("1000000000")]
    [InlineData("-1000000000000")]
    public void Vector_CVD_7_small_moves_of_a_large_level_lose_no_digits(string level)
    {
        var small = new LevelZScore(CvdOptions.Default);
        var large = new LevelZScore(CvdOptions.Default);
        decimal cvd = 0;
        for (int n = 0; n < 1_000; n++)
        {
            cvd += (n * 7919 % 13 - 6) * 0.0001m;
            ZScore expected = small.Next(cvd, 0, null), actual = large.Next(decimal.Parse(level) + cvd, 0, null);
            Assert.Equal(expected.Value is null, actual.Value is null);
            Assert.Equal(expected.Value ?? 0, actual.Value ?? 0, 1e-9);
        }
    }

    [Fact]
    public void A_side_that_is_given_wins_over_the_tick_rule()
    {
        var cvd = new CumulativeVolumeDelta();
        cvd.Update(new TradePrint(100, 1, AggressorSide.Buy));
        Assert.Equal(-1, cvd.Update(new TradePrint(101, 2, AggressorSide.Sell)).Cvd);
    }

    [Fact]
    public void An_invalid_price_is_a_bad_point_and_does_not_change_the_tick_rule()
    {
        var cvd = new CumulativeVolumeDelta();
        cvd.Update(new TradePrint(100, 1, AggressorSide.Unknown));
        cvd.Update(new TradePrint(101, 1, AggressorSide.Unknown));
        Assert.Equal(TradeOutcome.Bad, cvd.Update(new TradePrint(0, 1, AggressorSide.Buy)).Outcome);
        Assert.Equal(TradeOutcome.Bad, cvd.Update(TradePrint.FromDoubles(double.PositiveInfinity, 1, AggressorSide.Unknown)).Outcome);
        Assert.Equal((2m, 101m, 3L), (cvd.Update(new TradePrint(101, 1, AggressorSide.Unknown)).Cvd, cvd.LastPrice, cvd.BadPoints));
    }

    [Fact]
    public void A_trade_that_moves_the_price_without_a_quantity_still_sets_the_direction()
    {
        var cvd = new CumulativeVolumeDelta();
        cvd.Update(new TradePrint(100, 1, AggressorSide.Unknown, 0));
        cvd.Update(new TradePrint(99, 0, AggressorSide.Unknown, 1));
        Assert.Equal(-3, cvd.Update(new TradePrint(99, 3, AggressorSide.Unknown, 2)).Cvd);
    }

    [Fact]
    public void Quantities_beyond_every_number_are_bad_points()
    {
        var cvd = new CumulativeVolumeDelta();
        Assert.Equal(TradeOutcome.Bad, cvd.Update(TradePrint.FromDoubles(1, 1e300, AggressorSide.Buy)).Outcome);
        Assert.Equal(TradeOutcome.Bad, cvd.Update(new TradePrint(1, decimal.MaxValue, AggressorSide.Buy)).Outcome);
        for (int n = 0; n < 400; n++)
            cvd.Update(new TradePrint(1, 9e27m, n % 4 < 2 ? AggressorSide.Buy : AggressorSide.Sell));
        Assert.InRange(cvd.Cvd, -1e28m, 1e28m);
        Assert.True(double.IsFinite(cvd.Ema));
    }

    [Fact]
    public void The_gap_flag_rises_with_a_missing_id_and_falls_when_it_arrives_late()
    {
        var cvd = new CumulativeVolumeDelta();
        Assert.False(cvd.Update(Signed(1, id: 10)).HasGap);
        Assert.True(cvd.Update(Signed(1, id: 12)).HasGap);
        CvdPoint late = cvd.Update(Signed(5, id: 11));
        Assert.Equal((TradeOutcome.Accepted, 7m, false, 1L), (late.Outcome, late.Cvd, late.HasGap, cvd.Gaps));
    }

    [Fact]
    public void A_repeat_counts_once_however_late()
    {
        var cvd = new CumulativeVolumeDelta();
        foreach (long id in new long[] { 1, 2, 2, 3, 1, 3, 9, 2, 9 })
            cvd.Update(Signed(1, id: id));
        Assert.Equal((4m, 5L, 0L), (cvd.Cvd, cvd.Duplicates, cvd.BadPoints));
    }

    [Fact]
    public void One_absurd_id_does_not_stop_the_trades_after_it()
    {
        var cvd = new CumulativeVolumeDelta();
        foreach (long id in new long[] { 5, long.MaxValue, 6, 7, 8, long.MinValue, 9, 0 })
            Assert.Equal(TradeOutcome.Accepted, cvd.Update(Signed(1, id: id)).Outcome);
        Assert.Equal((8m, true), (cvd.Cvd, cvd.HasGap));
    }

    [Fact]
    public void Reset_on_gap_starts_from_zero_with_the_first_trade_after_it()
    {
        var cvd = new CumulativeVolumeDelta(new CvdOptions(Reset: CvdReset.OnGap));
        cvd.Update(Signed(3, id: 1));
        CvdPoint after = cvd.Update(Signed(2, id: 5));
        Assert.Equal((2m, 2.0, false, 1L), (after.Cvd, after.Ema, after.HasGap, cvd.Resets));
        Assert.Equal(TradeOutcome.Duplicate, cvd.Update(Signed(2, id: 4)).Outcome);
    }

    [Fact]
    public void The_daily_reset_follows_event_time_once_a_day_and_survives_a_trade_from_the_far_future()
    {
        const long day = 20_000 * UnixTime.MillisecondsPerDay;
        var cvd = new CumulativeVolumeDelta(new CvdOptions(Reset: CvdReset.DailyUtc));
        cvd.Update(Signed(3, time_ms: day - 1));
        Assert.Equal(2, cvd.Update(Signed(2, time_ms: day)).Cvd);
        Assert.Equal(3, cvd.Update(Signed(1, time_ms: day - 1)).Cvd);
        Assert.Equal(4, cvd.Update(Signed(1, time_ms: day + 1)).Cvd);
        Assert.Equal(1, cvd.Update(Signed(1, time_ms: day * 2)).Cvd);
        for (int n = 0; n < 50; n++)
            cvd.Update(Signed(1, time_ms: day + n));
        Assert.Equal(1, cvd.Update(Signed(1, time_ms: day + UnixTime.MillisecondsPerDay)).Cvd);
        Assert.Equal(3, cvd.Resets);
    }

    [Fact]
    public void A_gap_without_ids_can_be_reported()
    {
        var cvd = new CumulativeVolumeDelta();
        cvd.Update(Signed(1));
        cvd.MarkGap();
        Assert.True(cvd.Update(Signed(1)).HasGap);
        cvd.Reset();
        Assert.False(cvd.Update(Signed(1)).HasGap);
    }

    [Fact]
    public void An_aggregated_trade_is_a_print_with_exact_numbers()
    {
        var trade = new AggTrade(7, Price.Parse("0.00000001"), Quantity.Parse("123456789.12345678"), 1, 2, 5, BuyerIsMaker: true);
        Assert.Equal(new TradePrint(0.00000001m, 123456789.12345678m, AggressorSide.Sell, 5, 7), TradePrint.From(trade));
    }

    private static TradePrint Signed(decimal change, long? time_ms = null, long? id = null) =>
        new(P, Math.Abs(change), change > 0 ? AggressorSide.Buy : AggressorSide.Sell, time_ms, id);

    private static void IsPoint(JsonElement expected, CvdPoint actual)
    {
        Assert.Equal(expected.GetProperty("cvd").GetDecimal(), actual.Cvd);
        Assert.Equal(expected.GetProperty("ema").GetDouble(), actual.Ema, 1e-9);
        Assert.Equal(expected.GetProperty("bad").GetInt64(), actual.BadPoints);
        JsonElement z = expected.GetProperty("z");
        Assert.Equal(z.ValueKind == JsonValueKind.Null, actual.Z is null);
        if (actual.Z is { } value)
            Assert.Equal(z.GetDouble(), value, 1e-9);
        if (expected.GetProperty("warmup").ValueKind != JsonValueKind.Null)
            Assert.Equal((expected.GetProperty("warmup").GetBoolean(), expected.GetProperty("std_zero").GetBoolean()), (actual.IsWarmingUp, actual.IsStdZero));
    }
}
