using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Signing;
using Xunit;

namespace Platform.Exchanges.Tests.Signing;

public sealed class RequestSignatureTests
{
    private static readonly ApiKey Key = new("key", "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9");

    [Theory]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943", "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943", "ec11dcc17e67e47f0d3c3f513dfe9062307e37619c5c82ebaa8fe0bdf3d59519")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=9000&recvWindow=5000&timestamp=1591702613943", "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4")]
    [InlineData("symbol=%E5%B8%81%E5%AE%89USDT&timestamp=1591702613943", "3b6e001e50f72869a4f48b3b59d05b9df5805037f5b2616884574d779675087f")]
    public void The_documented_vectors_hold(string text, string signature) => Assert.Equal(signature, RequestSignature.Of(Key, text));

    [Fact]
    public void A_symbol_beyond_ascii_is_encoded_once_and_signed_as_sent()
    {
        string text = new RequestText().Add("symbol", "币安USDT").Add("timestamp", 1591702613943).ToString();

        Assert.Equal("symbol=%E5%B8%81%E5%AE%89USDT&timestamp=1591702613943", text);
        Assert.Equal("3b6e001e50f72869a4f48b3b59d05b9df5805037f5b2616884574d779675087f", RequestSignature.Of(Key, text));
    }

    [Fact]
    public void A_json_list_is_encoded_before_it_is_signed()
    {
        string text = new RequestText()
            .Add("batchOrders", """[{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","quantity":"0.001"}]""")
            .Add("recvWindow", 5000).Add("timestamp", 1591702613943).ToString();

        Assert.Equal("cad3ff3fdaab18217add1d26d6fe53c97ce37ac758631cffe5ed186b878024ad", RequestSignature.Of(Key, text));
    }

    [Fact]
    public void The_text_of_a_key_does_not_show_the_secret() => Assert.DoesNotContain("secret", new ApiKey("public-key", "secret").ToString(), StringComparison.Ordinal);
}
