using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Venues;

/// <summary>The venue as its users start it: a separate process on a free loopback port.</summary>
public sealed class VenueUnderTest : IAsyncDisposable
{
    public const string Token = "conformance";
    private readonly ChildProcess _process;

    private VenueUnderTest(ChildProcess process, string host)
    {
        _process = process;
        Host = host;
    }

    /// <summary>Host and port, such as 127.0.0.1:40001.</summary>
    public string Host { get; }

    /// <summary>The executable in the output folder of this test.</summary>
    public static string Executable => BuiltProgram.Path("Venue");

    /// <summary>Starts with the accounts, each with the secret `secret-of-KEY` and 100,000 USDT, and waits for `ready`.</summary>
    public static async Task<VenueUnderTest> StartAsync(IEnumerable<string> keys, params string[] options)
    {
        string[] accounts = [.. keys.SelectMany(key => (string[])["--account", $"{key}:{SecretOf(key)}:100000"])];
        ChildProcess process = ChildProcess.Start(Executable, ["--listen", "127.0.0.1:0", "--token", Token, .. accounts, .. options]);
        string ready = await process.LineAsync("ready");
        return new VenueUnderTest(process, new Uri(ready.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal))).Authority);
    }

    public static string SecretOf(string key) => $"secret-of-{key}";

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
