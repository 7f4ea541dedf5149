using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Wire;
using Xunit;

namespace Platform.Venue.Tests.Security;

public class TimestampRuleTests
{
    private const long Server_ms = 1_700_000_000_000;

    [Theory]
    [InlineData(0, null, 0)]
    [InlineData(-5000, null, 0)]
    [InlineData(-5001, null, -1021)]
    [InlineData(999, null, 0)]
    [InlineData(1000, null, -1021)]
    [InlineData(-60000, "60000", 0)]
    [InlineData(-1, "0", -1021)]
    [InlineData(0, "0", 0)]
    [InlineData(0, "60001", -1131)]
    [InlineData(0, "x", -1130)]
    [InlineData(0, "-1", -1130)]
    public void The_window_is_exact_at_both_ends(long offset_ms, string? window, int code)
    {
        var parameters = new RequestParameters();
        parameters.Add("timestamp", (Server_ms + offset_ms).ToString());
        if (window is not null)
            parameters.Add("recvWindow", window);
        Assert.Equal(code, new TimestampRule(1, 60_000).Check(parameters, Server_ms)?.Code ?? 0);
    }

    [Fact]
    public void A_missing_timestamp_is_a_missing_parameter() =>
        Assert.Equal(-1102, new TimestampRule(1, 60_000).Check(new RequestParameters(), Server_ms)?.Code);

    [Fact]
    public void The_tolerance_for_future_timestamps_increases_with_the_clock_speed()
    {
        var parameters = new RequestParameters();
        parameters.Add("timestamp", (Server_ms + 50_000).ToString());
        Assert.Null(new TimestampRule(120, 60_000).Check(parameters, Server_ms));
        Assert.Equal(-1021, new TimestampRule(2, 60_000).Check(parameters, Server_ms)?.Code);
    }
}
