using System.Text;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Users;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Users;

public sealed class UserEventMappingTests
{
    [Fact]
    public void A_fill_carries_the_order_the_trade_the_fee_and_the_profit()
    {
        UserEvent happened = Read("""
            {"e":"ORDER_TRADE_UPDATE","T":1784073612345,"E":1784073612347,"o":{"s":"BTCUSDT","c":"mm-20260715-000001","S":"BUY","o":"LIMIT","f":"GTX","q":"0.010","p":"65000.00","ap":"65000.00000","sp":"0","x":"TRADE","X":"FILLED","i":822541790001,"l":"0.010","z":"0.010","L":"65000.00","n":"0.13000000","N":"USDT","T":1784073612345,"t":7900120001,"b":"0","a":"0","m":true,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"rp":"-1.5","pP":false,"si":0,"ss":0,"V":"EXPIRE_MAKER","pm":"NONE","gtd":0,"er":"0"}}
            """);

        OrderTradeUpdate update = Assert.IsType<OrderTradeUpdate>(happened);
        Assert.Equal((ExecutionKind.Trade, VenueOrderStatus.Filled, "mm-20260715-000001"), (update.Kind, update.Order.Status, update.Order.ClientOrderId));
        Assert.Equal(
            new VenueTrade(7900120001, 822541790001, "BTCUSDT", Side.Buy, PositionSide.Both, Price.Of(65000), Quantity.Parse("0.01"), Money.Parse("0.13"), "USDT", Money.Parse("-1.5"), true, 1784073612345),
            update.Fill);
    }

    [Fact]
    public void Funding_on_a_cross_position_has_balances_and_no_position()
    {
        UserEvent happened = Read("""{"e":"ACCOUNT_UPDATE","T":1784102400012,"E":1784102400015,"a":{"B":[{"a":"USDT","wb":"999.84321000","cw":"999.84321000","bc":"-0.02679000"}],"P":[],"m":"FUNDING_FEE","S":"BTCUSDT"}}""");

        AccountUpdate update = Assert.IsType<AccountUpdate>(happened);
        Assert.Equal("FUNDING_FEE", update.Reason);
        Assert.Empty(update.Positions);
        Assert.Equal(Money.Parse("-0.02679"), Assert.Single(update.Balances).Change);
    }

    [Theory]
    [InlineData("1784077200000")]
    [InlineData("\"1784077200000\"")]
    public void The_expiry_of_a_listen_key_is_read_in_both_formats_of_its_time(string time) =>
        Assert.Equal(new ListenKeyExpired(1784077200000), Read($$"""{"e":"listenKeyExpired","E":{{time}},"listenKey":"W"}"""));

    [Fact]
    public void A_combined_envelope_is_opened() =>
        Assert.IsType<TradeNoticed>(Read("""{"stream":"key","data":{"e":"TRADE_LITE","E":1784073612346,"T":1784073612345,"s":"BTCUSDT","q":"0.010","p":"65000.00","m":true,"c":"mm","S":"BUY","L":"65000.00","l":"0.010","t":7900120001,"i":822541790001}}"""));

    [Fact]
    public void An_event_that_is_not_known_is_named() => Assert.Equal(new OtherEvent(5, "GRID_UPDATE"), Read("""{"e":"GRID_UPDATE","E":5}"""));

    [Theory]
    [InlineData("OrderUpdate", typeof(OrderTradeUpdate))]
    [InlineData("AccountUpdate", typeof(AccountUpdate))]
    [InlineData("Leverage", typeof(LeverageChanged))]
    [InlineData("MarginUpdate", typeof(MarginCall))]
    [InlineData("TradeUpdate", typeof(TradeNoticed))]
    public void The_documented_events_are_read(string file, Type type) => Assert.IsType(type, Read(Fixtures.Event(file)));

    [Theory]
    [InlineData("""{"e":"ORDER_TRADE_UPDATE","o":{}}""")]
    [InlineData("""{"e":"ORDER_TRADE_UPDATE","o":[]}""")]
    [InlineData("""{"e":"ACCOUNT_UPDATE","a":{"m":"ORDER","B":7,"P":[]}}""")]
    [InlineData("""{"e":"ACCOUNT_CONFIG_UPDATE","ac":{"s":1,"l":"much"}}""")]
    [InlineData("""{"e":"MARGIN_CALL","p":[null]}""")]
    [InlineData("""{"e":1,"E":"x"}""")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    public void A_broken_event_is_a_fault_and_not_an_exception(string text) =>
        Assert.Equal(FaultKind.Corrupt, UserEventMapping.Read(Encoding.UTF8.GetBytes(text)).Fault!.Kind);

    private static UserEvent Read(string text) => UserEventMapping.Read(Encoding.UTF8.GetBytes(text)).Value;
}
