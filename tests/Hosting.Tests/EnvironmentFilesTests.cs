using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Hosting.Tests;

public sealed class EnvironmentFilesTests : IDisposable
{
    private const long Now_ms = 1_763_700_000_000;
    private static readonly ClockAnchor s_anchor = new(Now_ms, 1_746_403_200_000, 10);

    private readonly TempFolder _root = new("environment");

    [Fact]
    public void The_newest_mock_session_is_the_current_one_and_numbers_only_increase()
    {
        string mock = _root.Folder("data", "mock");
        Assert.Equal("session-0001", MockSessions.Next(mock));
        foreach (string name in new[] { "session-0009", "session-0010", "session-x", "notes" })
            Directory.CreateDirectory(Path.Combine(mock, name));
        Assert.Equal(["session-0009", "session-0010"], MockSessions.In(mock));
        Assert.Equal("session-0011", MockSessions.Next(mock));
        Assert.Equal("mock/session-0010", PlatformPaths.Of(_root.Path, new PlatformConfiguration()).EnvironmentName);
    }

    [Fact]
    public void Fills_on_paper_have_an_environment_of_their_own()
    {
        var testnet = new PlatformConfiguration { Mode = PlatformMode.Testnet };
        Assert.Equal("testnet", PlatformPaths.Of(_root.Path, testnet).EnvironmentName);
        Assert.Equal("testnet-dry-run", PlatformPaths.Of(_root.Path, testnet with { DryRun = true }).EnvironmentName);
    }

    [Fact]
    public void A_process_of_the_same_start_gets_the_clock_of_the_session()
    {
        var configuration = new PlatformConfiguration();
        PlatformPaths paths = Begun(configuration);
        Assert.Equal(s_anchor, EnvironmentFiles.Check(paths, configuration, Now_ms + 5).Value);
        Assert.Equal(s_anchor.VirtualStart_ms, EnvironmentFiles.Read(paths).Value.Epoch_ms);
    }

    [Fact]
    public void A_folder_without_an_identity_is_refused_with_what_to_do()
    {
        Fault fault = EnvironmentFiles.Check(PlatformPaths.Of(_root.Path, new PlatformConfiguration()), new PlatformConfiguration(), Now_ms).Fault!;
        Assert.Equal(FaultKind.NotFound, fault.Kind);
        Assert.Contains("scripts/platform up", fault.Message);
    }

    [Fact]
    public void Every_difference_is_reported_with_its_key_and_the_identity_of_the_folder()
    {
        PlatformPaths paths = Begun(new PlatformConfiguration());
        var other = new PlatformConfiguration { Clock = new ClockOptions { Speed = 60 }, Venue = new ExchangeConnectionOptions { Seed = 7, Symbols = 3 } };
        string message = EnvironmentFiles.Check(paths, other, Now_ms).Fault!.Message;
        Assert.StartsWith($"{paths.EnvironmentRoot} belongs to mock, market model of 10 symbols, seed 1, speed 10; this start is for mock, market model of 3 symbols, seed 7, speed 60", message);
        foreach (string difference in new[] { "its number of symbols is '10', the configuration of this start has '3' (venue.symbols, --symbols)", "its seed is '1'", "its clock speed is '10', the configuration of this start has '60' (clock.speed, --speed)", "--keep-state" })
            Assert.Contains(difference, message);
    }

    [Fact]
    public void Another_address_of_testnet_is_refused_and_the_folder_may_be_moved_away()
    {
        var configuration = new PlatformConfiguration { Mode = PlatformMode.Testnet };
        PlatformPaths paths = Begun(configuration);
        Assert.Equal(ClockAnchor.RealTime, EnvironmentFiles.Check(paths, configuration, Now_ms).Value);
        var other = configuration with { Venue = new ExchangeConnectionOptions { TestnetRest = "http://127.0.0.1:7000" } };
        string message = EnvironmentFiles.Check(paths, other, Now_ms).Fault!.Message;
        Assert.Contains("its exchange is 'https://demo-fapi.binance.com', the configuration of this start has 'http://127.0.0.1:7000' (venue.testnet_rest)", message);
        Assert.Contains($"mv {paths.EnvironmentRoot}", message);
    }

    [Fact]
    public void A_clock_that_went_back_or_belongs_to_another_session_is_refused()
    {
        var configuration = new PlatformConfiguration();
        PlatformPaths paths = Begun(configuration);
        Assert.Contains("which is earlier", EnvironmentFiles.Check(paths, configuration, Now_ms - 3_600_000).Fault!.Message);
        Assert.Contains("was set back", EnvironmentFiles.Check(paths, configuration, Now_ms - 1_000).Fault!.Message);
        File.WriteAllText(paths.ClockFile, ClockFile.ToJson(s_anchor with { Speed = 20 }));
        Assert.Contains("belongs to another session", EnvironmentFiles.Check(paths, configuration, Now_ms).Fault!.Message);
    }

    [Fact]
    public void The_key_of_another_account_is_refused_and_another_key_of_the_same_account_is_not()
    {
        PlatformPaths paths = Begun(new PlatformConfiguration());
        Assert.True(EnvironmentFiles.ConfirmAccount(paths, "main", "SgsR").IsOk);
        Assert.True(EnvironmentFiles.ConfirmAccount(paths, "main", "SgsR").IsOk);
        Fault fault = EnvironmentFiles.ConfirmAccount(paths, "main", "FzTi").Fault!;
        Assert.Contains("belong to the exchange's account SgsR, but the configured API key of 'main' belongs to FzTi", fault.Message);
    }

    [Fact]
    public void A_file_that_is_not_an_identity_is_reported_with_its_position()
    {
        PlatformPaths paths = Begun(new PlatformConfiguration());
        File.WriteAllText(paths.IdentityFile, "{\"mode\": \"mock\", \"exchnge\": \"simulated\"}");
        Assert.StartsWith($"{paths.IdentityFile}:1:", EnvironmentFiles.Read(paths).Fault!.Message);
    }

    public void Dispose() => _root.Dispose();

    private PlatformPaths Begun(PlatformConfiguration configuration)
    {
        PlatformPaths paths = PlatformPaths.Of(_root.Path, configuration);
        ClockAnchor anchor = configuration.Mode == PlatformMode.Mock ? s_anchor : ClockAnchor.RealTime;
        Assert.True(EnvironmentFiles.Begin(paths, configuration, anchor, Now_ms).IsOk);
        return paths;
    }
}
