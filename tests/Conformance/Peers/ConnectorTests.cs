using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Peers;

/// <summary>The official connector, unmodified; only its addresses are set to the venue (spec/binance-usdm.md §11.1).</summary>
public class ConnectorTests(ConnectorTests.SharedVenue shared) : IClassFixture<ConnectorTests.SharedVenue>
{
    [Theory]
    [InlineData("rest-market")]
    [InlineData("rest-trade")]
    [InlineData("rest-account")]
    [InlineData("streams")]
    [InlineData("user-streams")]
    [InlineData("ws-api")]
    [InlineData("methods")]
    public Task Every_check_of_the_script_passes(string script) => PeerScript.RunAsync($"connector/{script}.mjs", shared.Venue, script);

    public sealed class SharedVenue : IAsyncLifetime
    {
        public VenueUnderTest Venue { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Venue = await VenueUnderTest.StartAsync(
            ["rest-market", "rest-trade", "rest-account", "streams", "user-streams", "ws-api", "methods"], "--symbols", "4", "--weight-limit", "100000");

        public ValueTask DisposeAsync() => Venue.DisposeAsync();
    }
}
