using System.Text.Json;
using Platform.Conformance.Venues;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Conformance.Peers;

/// <summary>A script of `peers/` run by Node against a venue: it prints one JSON line per check and one at the end.</summary>
internal static class PeerScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static string Folder => Repository.Path("tests", "Conformance", "peers");

    /// <summary>Skips the test when the packages of the peers are not installed.</summary>
    public static void RequirePackages()
    {
        string[] packages = [Path.Combine("@binance", "derivatives-trading-usds-futures"), "binance", "binance-api-node", "ccxt", "node-binance-api"];
        if (!packages.All(name => Directory.Exists(Path.Combine(Folder, "node_modules", name))))
            Assert.Skip($"the packages of {Folder} are not installed; run scripts/setup.sh, or npm ci there");
    }

    /// <summary>Fails the test with all failed checks of the script, or when the script reports fewer checks than it announced. The default secret is that of the key.</summary>
    public static async Task RunAsync(string script, VenueUnderTest venue, string key, string? secret = null)
    {
        RequirePackages();
        await using ChildProcess node = ChildProcess.Start("node", [Path.Combine(Folder, script), venue.Host, key, secret ?? VenueUnderTest.SecretOf(key), VenueUnderTest.Token]);
        int code = await node.ExitAsync(Limit);
        List<JsonElement> lines = [.. node.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        string[] failed = [.. lines.Where(IsFailed).Select(line => $"{line.GetProperty("check").GetString()}: {line.GetProperty("error").GetString()}")];
        Assert.True(failed.Length == 0, $"{script}: {failed.Length} checks failed\n{string.Join('\n', failed)}");
        JsonElement end = lines.LastOrDefault();
        bool isComplete = end.ValueKind == JsonValueKind.Object && end.TryGetProperty("done", out _) && end.GetProperty("count").GetInt32() == lines.Count - 1 && lines.Count > 1;
        Assert.True(isComplete && code == 0, $"{script} ended with {code} before its last line:\n{node.Output}");
    }

    private static bool IsFailed(JsonElement line) => line.TryGetProperty("ok", out JsonElement ok) && !ok.GetBoolean();
}
