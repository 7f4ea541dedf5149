using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

/// <summary>Contracts of every kind that the exchange lists, as the model has them.</summary>
public sealed class ContractKindTests
{
    private const string Quarter = "BTCUSDT_251226";

    [Fact]
    public void Every_kind_of_contract_is_listed_after_the_first_ten()
    {
        using var venue = new TestExchange(options => options with { Symbols = 24 });
        Dictionary<string, ListingView> listings = venue.Exchange.Market.Listings().ToDictionary(listing => listing.Symbol);
        string[] kinds = ["BTCUSDC", "ETHUSDC", Quarter, "BTCUSDT_260327", "ETHUSDT_251226", "ETHUSDT_260327", "XAUUSDT", "TSLAUSDT", "币安人生USDT", "1000PEPEUSDT"];
        Assert.Equal(kinds, venue.Exchange.Market.Symbols.Skip(10).Take(10));
        Assert.Equal(("BTCUSDT", "CURRENT_QUARTER", false), (listings[Quarter].Pair, listings[Quarter].Instrument.ContractType, listings[Quarter].HasFunding));
        Assert.Equal("2025-12-26T08:00:00", UnixTime.ToDateTimeOffset(listings[Quarter].Delivery_ms).ToString("s", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(("TRADIFI_PERPETUAL", "COMMODITY"), (listings["XAUUSDT"].Instrument.ContractType, listings["XAUUSDT"].UnderlyingType));
        Assert.Equal(("USDC", "USDC"), (listings["BTCUSDC"].Instrument.QuoteAsset, listings["BTCUSDC"].Instrument.MarginAsset));
        Assert.Equal(["5", "20", "50", "100"], listings.Values.Select(listing => listing.Instrument.MinNotional.ToString()).Distinct().OrderBy(text => text.Length).ThenBy(text => text));
        Assert.Equal(24, listings.Count);
    }

    [Fact]
    public void Ticks_are_not_always_powers_of_ten_and_precisions_may_exceed_the_tick()
    {
        using var venue = new TestExchange(options => options with { Symbols = 80 });
        Instrument[] instruments = [.. venue.Exchange.Market.Listings().Select(listing => listing.Instrument)];
        Assert.True(instruments.Count(instrument => !IsPowerOfTen(instrument.Price.Tick.Units)) > 10);
        Assert.True(instruments.Count(instrument => !IsPowerOfTen(instrument.Lot.Step.Units)) > 10);
        Assert.True(instruments.Count(instrument => instrument.Price.Tick.Units % FixedText.PowerOfTen(9 - Math.Max(1, instrument.PricePrecision)) == 0) > 10);
        Assert.All(instruments, instrument => Assert.Equal(0, instrument.Price.Tick.Units % FixedText.PowerOfTen(8 - instrument.PricePrecision)));
        Assert.All(instruments, instrument => Assert.Equal(0, instrument.Lot.Step.Units % FixedText.PowerOfTen(8 - instrument.QuantityPrecision)));
    }

    [Fact]
    public void Every_contract_with_a_margin_in_the_wallets_asset_trades_on_its_own_grid()
    {
        using var venue = new TestExchange(options => options with { Symbols = 60, Accounts = [new AccountSeed("alice", Money.Of(10_000_000)), new AccountSeed("bob", Money.Of(1))] });
        foreach (ListingView listing in venue.Exchange.Market.Listings().Where(listing => listing.Instrument.Status == InstrumentStatus.Trading))
        {
            Instrument instrument = listing.Instrument;
            BookTickerView touch = venue.Exchange.Market.BookTicker(listing.Symbol)!.Value;
            Assert.True(touch.Ask.IsMultipleOf(instrument.Price.Tick) && touch.AskQuantity.IsMultipleOf(instrument.Lot.Step), $"{listing.Symbol}: {touch}");
            Price below = (touch.Bid - Price.FromUnits(touch.Bid.Units / 50)).FloorTo(instrument.Price.Tick);
            Quantity least = instrument.MinNotional.DivideBy(below), quantity = least.TruncateTo(instrument.Lot.Step) + instrument.Lot.Step + instrument.Lot.Step;
            var order = new PlaceOrder(venue.Alice, listing.Symbol, Side.Buy, OrderType.Market) { Quantity = quantity };
            Reply<OrderView> placed = venue.Exchange.Execute(order);
            Assert.Equal(instrument.MarginAsset == "USDT" ? null : -2019, placed.Error?.Code);
            Reply<OrderView> low = venue.Exchange.Execute(order with { Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc, Price = below });
            Assert.Equal(instrument.MarginAsset == "USDT" ? null : -2019, low.Error?.Code);
            if (!IsPowerOfTen(instrument.Lot.Step.Units))
                Assert.Equal(-4023, venue.Exchange.Execute(order with { Quantity = quantity + Quantity.FromUnits(FixedText.PowerOfTen(8 - instrument.QuantityPrecision)) }).Error?.Code);
        }
    }

    [Fact]
    public void A_contract_of_another_margin_asset_and_a_quarterly_follow_the_price_of_their_perpetual()
    {
        using var venue = new TestExchange(options => options with { Symbols = 14 });
        for (int round = 0; round < 5; round++)
        {
            venue.Run(seconds: 600);
            double spot = Last(venue, TestExchange.Btc);
            Assert.InRange(Last(venue, "BTCUSDC") / spot, 0.997, 1.003);
            Assert.InRange(Last(venue, "BTCUSDT_260327") / Last(venue, Quarter), 1.005, 1.03);
        }

        KlineView[] before = [.. new[] { TestExchange.Btc, "BTCUSDC" }.Select(symbol => venue.Exchange.Market.Klines(symbol, "1h", KlineSeries.Contract, 1, TestExchange.Start_ms - 30 * UnixTime.MillisecondsPerHour)![0])];
        Assert.InRange(before[1].Close.ToDouble() / before[0].Close.ToDouble(), 0.997, 1.003);
        Assert.Equal(Quarter, venue.Exchange.Market.SymbolOf(TestExchange.Btc, "CURRENT_QUARTER"));
    }

    [Fact]
    public void A_quarterly_pays_no_funding_and_its_positions_are_settled_at_the_delivery()
    {
        long delivery_ms = new DateTimeOffset(2025, 12, 26, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        using var venue = new TestExchange(options => options with { Symbols = 13, VirtualStart_ms = delivery_ms - 2 * UnixTime.MillisecondsPerHour });
        Assert.True(venue.Exchange.Execute(new PlaceOrder(venue.Alice, Quarter, Side.Buy, OrderType.Market) { Quantity = Quantity.Parse("0.010") }).IsOk);
        Assert.Equal((0, Rate.Zero), (venue.Exchange.Market.Premium(Quarter)!.Value.NextFunding_ms, venue.Exchange.Market.Premium(Quarter)!.Value.EstimatedFundingRate));
        Assert.Empty(venue.Exchange.Market.FundingRates(Quarter, 10));
        venue.RunUntil(delivery_ms + 5_000);
        Assert.Equal(InstrumentStatus.Closed, venue.Exchange.Market.Listing(Quarter)!.Instrument.Status);
        Assert.Empty(venue.Exchange.Accounts.Income(venue.Alice, null, IncomeType.FundingFee, 10));
        Assert.Empty(venue.Exchange.Accounts.Positions(venue.Alice, Quarter, all: false));
    }

    [Fact]
    public void A_tradfi_contract_trades_less_while_its_market_is_closed()
    {
        using var venue = new TestExchange(options => options with { Symbols = 18 });
        long saturday_ms = new DateTimeOffset(2025, 12, 20, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), wednesday_ms = saturday_ms - 3 * UnixTime.MillisecondsPerDay;
        foreach (string symbol in new[] { "XAUUSDT", "TSLAUSDT" })
        {
            long Trades(long from_ms) => venue.Exchange.Market.Klines(symbol, "4h", KlineSeries.Contract, 1, from_ms)![0].TradeCount;
            Assert.True(Trades(saturday_ms) * 3 < Trades(wednesday_ms), $"{symbol}: {Trades(saturday_ms)} on Saturday, {Trades(wednesday_ms)} on Wednesday");
        }
    }

    private static double Last(TestExchange venue, string symbol) => venue.Exchange.Market.Ticker(symbol)!.Last.ToDouble();

    private static bool IsPowerOfTen(long units)
    {
        while (units % 10 == 0)
            units /= 10;
        return units == 1;
    }
}
