using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Hosting.Tests;

public class PlacesTests
{
    [Fact]
    public void One_shift_moves_every_address()
    {
        var addresses = new PlatformAddresses(new PlatformConfiguration { Network = new NetworkOptions { PortShift = 10_000 } });
        Assert.Equal("http://127.0.0.1:15101", addresses.Rpc("coordinator"));
        Assert.Equal("tcp://127.0.0.1:15202", addresses.Bus("data"));
        Assert.Equal("http://127.0.0.1:15111", addresses.Rpc("executor", "account2"));
        Assert.Equal("http://127.0.0.1:15080", addresses.VenueHttp);
        Assert.Equal("http://127.0.0.1:18080", addresses.MonitorHttp);
    }

    [Fact]
    public void With_TLS_gRPC_and_the_page_are_served_on_the_host_and_the_bus_and_the_simulated_exchange_stay_on_this_machine()
    {
        var addresses = new PlatformAddresses(new PlatformConfiguration { Network = new NetworkOptions { Host = "0.0.0.0", TlsCertificate = "platform.pem" } });
        Assert.Equal("https://127.0.0.1:5101", addresses.Rpc("coordinator"));
        Assert.Equal("https://127.0.0.1:8080", addresses.MonitorHttp);
        Assert.Equal("0.0.0.0:8080", addresses.Listen(addresses.MonitorPort).ToString());
        Assert.Equal("tcp://127.0.0.1:5202", addresses.Bus("data"));
        Assert.Equal("http://127.0.0.1:5080", addresses.VenueHttp);
    }

    [Fact]
    public void The_exchange_follows_from_the_mode_and_market_data_from_its_source()
    {
        var mock = new PlatformConfiguration();
        Assert.Equal(("http://127.0.0.1:5080/", "ws://127.0.0.1:5080/"), Texts(new PlatformAddresses(mock).Trading));
        Assert.Equal("https://demo-fapi.binance.com/", Texts(new PlatformAddresses(mock with { Mode = PlatformMode.Testnet }).MarketData).RestText);
        Assert.Equal("wss://fstream.binance.com/", Texts(new PlatformAddresses(mock with { Mode = PlatformMode.Live }).Trading).StreamsText);
        var paper = new PlatformAddresses(mock with { Data = new DataOptions { Source = MarketSource.Live } });
        Assert.Equal(("https://fapi.binance.com/", "http://127.0.0.1:5080/"), (Texts(paper.MarketData).RestText, Texts(paper.Trading).RestText));

        static (string RestText, string StreamsText) Texts(ExchangeAddress exchange) => (exchange.Rest.AbsoluteUri, exchange.Streams.AbsoluteUri);
    }

    [Fact]
    public void Paths_start_at_the_root_unless_they_are_absolute()
    {
        var paths = new PlatformPaths("/srv/run", new PathsOptions { Logs = "/var/log/platform" }, "testnet");
        Assert.Equal("/srv/run/data/testnet/signals/execution_trigger_main.json", paths.ExecutionTrigger("main"));
        Assert.Equal("/var/log/platform", paths.Logs);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_message_with_the_remedy()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("occupied"), "a file where a folder is wanted");
        Fault fault = FolderCheck.MakeWritable([folder.File("fine"), folder.File("occupied", "data")])!;
        Assert.StartsWith(folder.File("occupied", "data"), fault.Message);
        Assert.Contains("--root", fault.Message);
        Assert.Empty(Directory.GetFiles(folder.File("fine")));
    }

    [Fact]
    public void The_clock_file_is_read_as_it_was_written()
    {
        using var folder = new TempFolder();
        var anchor = new ClockAnchor(1_700_000_000_123, 1_600_000_000_456, 12.5);
        File.WriteAllText(folder.File("clock.json"), ClockFile.ToJson(anchor));
        Assert.Equal(anchor, ClockFile.Read(folder.File("clock.json")).Value);
        Assert.Contains("platform up", ClockFile.Read(folder.File("absent.json")).Fault!.Message);
        Assert.Equal(FaultKind.Corrupt, ClockFile.Parse("{\"speed\":1", "clock").Fault!.Kind);
        Assert.Equal(FaultKind.Invalid, ClockFile.Parse("{\"realStartMs\":1,\"virtualStartMs\":1,\"speed\":0}", "clock").Fault!.Kind);
    }

    [Fact]
    public void A_root_without_its_own_configuration_takes_the_one_of_the_tree()
    {
        using var folder = new TempFolder();
        Assert.Equal(Repository.Path("config", "platform.yaml"), ProcessArguments.Parse(["--root", folder.Path], new Dictionary<string, string>()).Value.ConfigFile);
        Directory.CreateDirectory(folder.File("config"));
        File.WriteAllText(folder.File("config", "platform.yaml"), "mode: mock\n");
        Assert.Equal(folder.File("config", "platform.yaml"), ProcessArguments.Parse(["--root", folder.Path], new Dictionary<string, string>()).Value.ConfigFile);
        Assert.Contains("'--rot' is not an option", ProcessArguments.Parse(["--rot", "x"], new Dictionary<string, string>()).Fault!.Message);
    }
}
