using System.Text;
using Platform.Venue.Gateway.Wire;
using Xunit;

namespace Platform.Venue.Tests.Wire;

public class RequestParametersTests
{
    [Fact]
    public void Names_are_case_insensitive_and_the_query_takes_precedence_over_the_body()
    {
        var parameters = new RequestParameters();
        parameters.AddEncoded("orderidlist=%5B1%2C2%5D&symbol=BTCUSDT"u8);
        parameters.AddEncoded("symbol=ETHUSDT&side=BUY"u8);
        Assert.Equal("[1,2]", parameters["orderIdList"]);
        Assert.Equal("BTCUSDT", parameters["SYMBOL"]);
        Assert.Equal("BUY", parameters["side"]);
        Assert.Null(parameters["price"]);
    }

    [Theory]
    [InlineData("a=%E5%B8%81%E5%AE%89USDT", "币安USDT")]
    [InlineData("a=x+y%2Bz", "x y+z")]
    [InlineData("a=100%", "100%")]
    [InlineData("a=%zz", "%zz")]
    [InlineData("a=", "")]
    [InlineData("a", "")]
    [InlineData("a=[{\"k\":\"v=1\"}]", "[{\"k\":\"v=1\"}]")]
    [InlineData("&&a=1&&", "1")]
    public void Values_are_decoded_on_bytes(string query, string expected)
    {
        var parameters = new RequestParameters();
        parameters.AddEncoded(Encoding.UTF8.GetBytes(query));
        Assert.Equal(expected, parameters["a"]);
    }

    [Theory]
    [InlineData(0, 2, "0.00")]
    [InlineData(4318700000000, 2, "43187.00")]
    [InlineData(4318765499999, 2, "43187.65")]
    [InlineData(-1, 8, "-0.00000001")]
    [InlineData(-1, 2, "0.00")]
    [InlineData(-150000000, -1, "-1.5")]
    [InlineData(100000000, -1, "1")]
    [InlineData(100000000, 0, "1")]
    [InlineData(long.MinValue, -1, "-92233720368.54775808")]
    [InlineData(long.MaxValue, 8, "92233720368.54775807")]
    [InlineData(123, 10, "0.0000012300")]
    public void Decimals_are_truncated_and_never_rounded(long units, int decimals, string expected) =>
        Assert.Equal(expected, DecimalText.ToText(units, decimals));
}
