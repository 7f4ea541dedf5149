using Platform.Conformance.Venues;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Peers;

/// <summary>Accounts with an RSA or Ed25519 public key; the peers sign with the private key by their own functions.</summary>
public sealed class KeyPairTests(KeyPairTests.SharedVenue shared) : IClassFixture<KeyPairTests.SharedVenue>
{
    private const string Key = "keys";

    [Theory]
    [InlineData("ccxt")]
    [InlineData("connector")]
    [InlineData("siebly")]
    public Task Every_check_of_the_script_passes(string peer) => PeerScript.RunAsync($"{peer}/keys.mjs", shared.Venue, Key, shared.Folder);

    public sealed class SharedVenue : IAsyncLifetime
    {
        private readonly TempFolder _folder = new("keys");

        public VenueUnderTest Venue { get; private set; } = null!;

        public string Folder => _folder.Path;

        public async ValueTask InitializeAsync()
        {
            await using (ChildProcess made = ChildProcess.Start("node", [Path.Combine(PeerScript.Folder, "kit", "keys.mjs"), Folder]))
                Assert.Equal(0, await made.ExitAsync());
            string[] accounts = [.. ((string[])["ed25519", "rsa"]).SelectMany(kind => (string[])["--account", $"{Key}-{kind}:@{_folder.File($"{kind}.pub.pem")}:100000"])];
            Venue = await VenueUnderTest.StartAsync([], [.. accounts, "--symbols", "4", "--weight-limit", "100000"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Venue.DisposeAsync();
            _folder.Dispose();
        }
    }
}
