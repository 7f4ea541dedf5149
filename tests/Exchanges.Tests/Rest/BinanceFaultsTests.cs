using System.Net;
using System.Text;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Rest;
using Xunit;

namespace Platform.Exchanges.Tests.Rest;

public sealed class BinanceFaultsTests
{
    [Theory]
    [InlineData(503, """{"code":-1000,"msg":"Unknown error, please check your request or try again later."}""", FaultKind.Unknown)]
    [InlineData(503, """{"msg":"Unknown error, please check your request or try again later."}""", FaultKind.Unknown)]
    [InlineData(503, "Service Unavailable.", FaultKind.Unavailable)]
    [InlineData(503, """{"code":1,"msg":"System is under maintenance."}""", FaultKind.Unavailable)]
    [InlineData(503, """{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}""", FaultKind.Unavailable)]
    [InlineData(503, """{"code":-1008,"msg":"Request throttled by system-level protection."}""", FaultKind.Unavailable)]
    [InlineData(408, """{"code":-1007,"msg":"Timeout waiting for response from backend server."}""", FaultKind.Unknown)]
    [InlineData(400, """{"code":-1006,"msg":"An unexpected response was received from the message bus."}""", FaultKind.Unknown)]
    [InlineData(502, "<html>bad gateway</html>", FaultKind.Unknown)]
    [InlineData(429, """{"code":-1015,"msg":"Too many new orders"}""", FaultKind.Exhausted)]
    [InlineData(418, """{"code":-1003,"msg":"Way too many requests"}""", FaultKind.Exhausted)]
    [InlineData(400, """{"code":-4046,"msg":"No need to change margin type."}""", FaultKind.Already)]
    [InlineData(400, """{"code":-4059,"msg":"No need to change position side."}""", FaultKind.Already)]
    [InlineData(400, """{"code":-2013,"msg":"Order does not exist."}""", FaultKind.NotFound)]
    [InlineData(400, """{"code":-2011,"msg":"Unknown order sent."}""", FaultKind.NotFound)]
    [InlineData(400, """{"code":-2019,"msg":"Margin is insufficient."}""", FaultKind.Rejected)]
    [InlineData(401, """{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}""", FaultKind.Rejected)]
    [InlineData(403, "<html>firewall</html>", FaultKind.Unavailable)]
    public void A_mutation_learns_from_the_answer_whether_something_may_have_happened(int status, string body, FaultKind kind) =>
        Assert.Equal(kind, BinanceFaults.FromAnswer((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), isMutation: true, "POST /fapi/v1/order").Kind);

    [Theory]
    [InlineData(503, """{"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(408, """{"code":-1007,"msg":"Timeout"}""")]
    [InlineData(500, "")]
    public void A_read_is_never_of_unknown_outcome(int status, string body)
    {
        Fault fault = BinanceFaults.FromAnswer((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), isMutation: false, "GET /fapi/v1/order");

        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.True(fault.IsTransient);
    }

    [Fact]
    public void The_code_and_the_text_of_the_venue_are_kept()
    {
        Fault fault = BinanceFaults.FromAnswer(HttpStatusCode.BadRequest, """{"code":-1111,"msg":"Precision is over the maximum defined for this asset."}"""u8, true, "POST /fapi/v1/order");

        Assert.Equal(-1111, fault.Code);
        Assert.Contains("Precision is over", fault.Message, StringComparison.Ordinal);
        Assert.Contains("POST /fapi/v1/order", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ban_lasts_until_the_time_in_its_text()
    {
        TimeSpan silence = BinanceFaults.SilenceAfter((HttpStatusCode)418, TimeSpan.FromSeconds(1), "IP(1.2.3.4) banned until 1784073660000. Please use the websocket", 1784073600000);

        Assert.Equal(TimeSpan.FromSeconds(60), silence);
    }

    [Fact]
    public void Without_a_time_the_header_decides() =>
        Assert.Equal(TimeSpan.FromSeconds(7), BinanceFaults.SilenceAfter((HttpStatusCode)429, TimeSpan.FromSeconds(7), "", 0));
}
