using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Primitives.Tests.Numbers;

public sealed class FixedPointProperties
{
    private static readonly BigInteger Scale = 100_000_000;

    /// <summary>Small, large and boundary values of 64 bits alike.</summary>
    private static readonly Gen<long> AnyUnits = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(i => (long)i),
        Gen.Choose(int.MinValue, int.MaxValue).Select(i => (long)i),
        Gen.Choose(int.MinValue, int.MaxValue).Two().Select(pair => ((long)pair.Item1 << 32) ^ (uint)pair.Item2),
        Gen.Elements(0L, 1L, -1L, long.MaxValue, long.MinValue + 1));

    [Fact]
    public void Text_of_a_value_reads_back_as_the_value() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), units =>
            Price.TryParse(Price.FromUnits(units).ToString(), out Price price) && price.Units == units
            && Quantity.TryParse(Quantity.FromUnits(units).ToString(), out Quantity quantity) && quantity.Units == units
            && Money.TryParse(Money.FromUnits(units).ToString(), out Money money) && money.Units == units
            && Rate.TryParse(Rate.FromUnits(units).ToString(), out Rate rate) && rate.Units == units).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_is_what_decimal_arithmetic_writes() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), units =>
            decimal.Parse(Price.FromUnits(units).ToString(), System.Globalization.CultureInfo.InvariantCulture) == new decimal(units) / 100_000_000m).QuickCheckThrowOnFailure();

    [Fact]
    public void A_volume_adds_quantities_beyond_64_bits_and_reads_back() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), AnyUnits.ToArbitrary(), (first, second) =>
        {
            Volume sum = Volume.FromUnits(first) + Quantity.FromUnits(second) + Quantity.MaxValue;
            return (BigInteger)sum.Units == (BigInteger)first + second + long.MaxValue
                && Volume.TryParse(sum.ToString(), out Volume read) && read == sum && sum - Quantity.MaxValue - Quantity.FromUnits(second) == Volume.FromUnits(first);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_notional_reads_back_with_all_its_decimals() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), AnyUnits.ToArbitrary(), (price, quantity) =>
        {
            Notional product = Price.FromUnits(price) * Quantity.FromUnits(quantity);
            return Notional.TryParse(product.ToString(), out Notional read) && read == product;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Products_are_exact() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), AnyUnits.ToArbitrary(), (price, quantity) =>
            Big((Price.FromUnits(price) * Quantity.FromUnits(quantity)).Units) == (BigInteger)price * quantity).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_are_exact_or_refused() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), AnyUnits.ToArbitrary(), (left, right) =>
        {
            BigInteger sum = (BigInteger)left + right;
            bool fits = sum >= long.MinValue && sum <= long.MaxValue;
            return fits
                ? (Money.FromUnits(left) + Money.FromUnits(right)).Units == sum
                : Throws<OverflowException>(() => Money.FromUnits(left) + Money.FromUnits(right));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Truncating_a_notional_rounds_toward_zero_and_the_fee_rounding_away_from_it() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(), (price, quantity) =>
        {
            Notional product = Price.FromUnits(price) * Quantity.FromUnits(quantity);
            BigInteger exact = Big(product.Units), cut = BigInteger.Divide(exact, Scale);
            if (BigInteger.Abs(cut) >= long.MaxValue)
                return Throws<OverflowException>(() => product.Truncate());
            BigInteger away = exact % Scale == 0 ? cut : cut + exact.Sign;
            return product.Truncate().Units == cut && product.RoundAwayFromZero().Units == away;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_charge_is_rate_times_amount_cut_toward_zero() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(), Gen.Choose(-50_000_000, 50_000_000).ToArbitrary(), (price, quantity, rate) =>
        {
            Notional amount = Price.FromUnits(price) * Quantity.FromUnits(quantity * 1000L);
            BigInteger exact = BigInteger.Divide(Big(amount.Units) * rate, Scale * Scale);
            return BigInteger.Abs(exact) > long.MaxValue
                ? Throws<OverflowException>(() => Rate.FromUnits(rate).Of(amount))
                : Rate.FromUnits(rate).Of(amount).Units == exact;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_quantity_that_an_amount_buys_never_costs_more_than_the_amount() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(), (amount, price) =>
        {
            Notional budget = Notional.FromUnits((Int128)amount * 1_000_000_007);
            Quantity bought = budget.DivideBy(Price.FromUnits(price));
            Quantity oneMore = Quantity.FromUnits(bought.Units + 1);
            return Price.FromUnits(price) * bought <= budget && Price.FromUnits(price) * oneMore > budget;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounding_to_a_step_stays_on_the_grid_and_never_grows() =>
        Prop.ForAll(AnyUnits.ToArbitrary(), Gen.Choose(1, 1_000_000_000).ToArbitrary(), (units, step) =>
        {
            Quantity cut = Quantity.FromUnits(units).TruncateTo(Quantity.FromUnits(step));
            return cut.IsMultipleOf(Quantity.FromUnits(step)) && BigInteger.Abs(cut.Units) <= BigInteger.Abs(units) && BigInteger.Abs((BigInteger)units - cut.Units) < step;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Floor_and_ceiling_of_a_price_enclose_it_within_one_tick() =>
        Prop.ForAll(Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), Gen.Choose(1, 100_000).ToArbitrary(), (units, tick) =>
        {
            Price price = Price.FromUnits(units), step = Price.FromUnits(tick);
            Price floor = price.FloorTo(step), ceiling = price.CeilingTo(step);
            return floor.IsMultipleOf(step) && ceiling.IsMultipleOf(step) && floor <= price && price <= ceiling
                && ceiling.Units - floor.Units == (price.IsMultipleOf(step) ? 0 : tick);
        }).QuickCheckThrowOnFailure();

    private static BigInteger Big(Int128 value) => (BigInteger)value;

    private static bool Throws<T>(Func<object> act)
        where T : Exception
    {
        try
        {
            act();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
