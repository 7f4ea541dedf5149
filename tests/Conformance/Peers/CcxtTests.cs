using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Peers;

/// <summary>ccxt `binanceusdm`, unmodified; only its addresses are set to the venue (spec/binance-usdm.md §11.2).</summary>
public class CcxtTests(CcxtTests.SharedVenue shared) : IClassFixture<CcxtTests.SharedVenue>
{
    [Theory]
    [InlineData("market")]
    [InlineData("orders")]
    [InlineData("account")]
    [InlineData("streams")]
    [InlineData("user-streams")]
    [InlineData("errors")]
    [InlineData("methods")]
    public Task Every_check_of_the_script_passes(string script) => PeerScript.RunAsync($"ccxt/{script}.mjs", shared.Venue, script);

    public sealed class SharedVenue : IAsyncLifetime
    {
        public VenueUnderTest Venue { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Venue = await VenueUnderTest.StartAsync(["market", "orders", "account", "streams", "user-streams", "errors", "methods"], "--symbols", "4", "--weight-limit", "100000");

        public ValueTask DisposeAsync() => Venue.DisposeAsync();
    }
}
