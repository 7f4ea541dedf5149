using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Peers;

/// <summary>The npm package `binance`, unmodified; only its addresses are set to the venue (spec/binance-usdm.md §11.3).</summary>
public class SieblyTests(SieblyTests.SharedVenue shared) : IClassFixture<SieblyTests.SharedVenue>
{
    [Theory]
    [InlineData("rest")]
    [InlineData("streams")]
    public Task Every_check_of_the_script_passes(string script) => PeerScript.RunAsync($"siebly/{script}.mjs", shared.Venue, script);

    public sealed class SharedVenue : IAsyncLifetime
    {
        public VenueUnderTest Venue { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Venue = await VenueUnderTest.StartAsync(["rest", "streams"], "--symbols", "4", "--weight-limit", "100000");

        public ValueTask DisposeAsync() => Venue.DisposeAsync();
    }
}
