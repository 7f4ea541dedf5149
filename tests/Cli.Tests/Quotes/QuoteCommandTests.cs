using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.Quotes;

/// <summary>`platform quotes` and `platform scan`: the real commands with the real simulated exchanges.</summary>
public sealed class QuoteCommandTests : IDisposable
{
    private readonly TempFolder _folder = new("quotes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quotes_of_four_exchanges_print_in_the_documented_form_without_a_network()
    {
        await using ChildProcess command = Start("quotes", "--demo", "--symbols", "btc,ETH/USDT", "--duration", "5s", "--json", _folder.File("quotes.json"));
        Assert.True(await command.ExitAsync(TimeSpan.FromSeconds(60)) == 0, command.Output);
        Assert.Matches(@"\[\d\d:\d\d:\d\d\] OKX         BTC/USDT   \| Bid: +[\d.]+ \| Ask: +[\d.]+ \| Spread: +[\d.]+bps \| Latency: +-?[\d.]+ms", command.Output);
        Assert.Contains("] HYPERLIQUID BTC/USDC ", command.Output);
        Assert.Contains("] PARADEX     BTC/USD ", command.Output);
        Assert.Contains("] BINANCE     ETH/USDT ", command.Output);
        Assert.Contains("Summary (the duration is over)", command.Output);
        foreach (string line in File.ReadLines(_folder.File("quotes.json")))
        {
            using JsonDocument quote = JsonDocument.Parse(line);
            (double bid, double ask) = (quote.RootElement.GetProperty("bid").GetDouble(), quote.RootElement.GetProperty("ask").GetDouble());
            Assert.Equal(1e4 * (ask - bid) / ((bid + ask) / 2), quote.RootElement.GetProperty("spread_bps").GetDouble(), 1e-6);
        }
    }

    [Fact]
    public async Task Opportunities_open_and_end_and_their_figures_follow_from_their_prices()
    {
        await using ChildProcess command = Start("scan", "--demo", "--symbols", "BTC,ETH,SOL,XRP", "--min-spread-bps", "2", "--fee-bps", "0.5", "--duration", "12s", "--json", _folder.File("scan.json"));
        Assert.True(await command.ExitAsync(TimeSpan.FromSeconds(90)) == 0, command.Output);
        JsonElement[] reports = [.. File.ReadLines(_folder.File("scan.json")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Contains("ARBITRAGE OPPORTUNITY DETECTED", command.Output);
        Assert.Contains("nothing is traded", command.Output);
        HashSet<string> opened = [];
        foreach (JsonElement report in reports)
        {
            (double ask, double bid) = (report.GetProperty("ask").GetDouble(), report.GetProperty("bid").GetDouble());
            double spread_bps = 1e4 * (bid - ask) / ((bid + ask) / 2), net_bps = report.GetProperty("net_bps").GetDouble();
            Assert.Equal(spread_bps, report.GetProperty("spread_bps").GetDouble(), 1e-6);
            Assert.Equal(spread_bps - 1, net_bps, 1e-6);
            Assert.Equal(spread_bps - 2, report.GetProperty("round_trip_bps").GetDouble(), 1e-6);
            Assert.Equal(net_bps * (report.GetProperty("quality_buy").GetDouble() + report.GetProperty("quality_sell").GetDouble()), report.GetProperty("score").GetDouble(), 1e-6);
            bool isNew = opened.Add(report.GetProperty("id").GetString()!);
            Assert.Equal(isNew, report.GetProperty("event").GetString() == "opened");
        }

        Assert.NotEmpty(opened);
    }

    [Theory]
    [InlineData(2, "--exchanges 'kraken' is not known; expected binance, hyperliquid, okx, paradex.", "quotes", "--exchanges", "kraken")]
    [InlineData(2, "expected at least 2 to compare", "scan", "--exchanges", "okx")]
    [InlineData(2, "--symbols 'BTC/ETH' is not a coin against a dollar", "quotes", "--symbols", "BTC/ETH")]
    [InlineData(2, "prices of different environments must not be compared", "scan", "--at", "okx=127.0.0.1:1")]
    [InlineData(2, "--demo starts its own exchanges", "quotes", "--demo", "--test")]
    [InlineData(1, "okx: GET http://127.0.0.1:1/api/v5/public/instruments?instType=SWAP failed", "quotes", "--exchanges", "okx", "--at", "okx=127.0.0.1:1")]
    [InlineData(2, "the nearest names are BTC/", "quotes", "--demo", "--exchanges", "okx", "--symbols", "BTCC")]
    [InlineData(2, "--fee 'okx' is not EXCHANGE=BPS", "scan", "--demo", "--fee", "okx")]
    [InlineData(2, "--duration 'soon' is not a time", "quotes", "--demo", "--duration", "soon")]
    public async Task A_mistake_is_named_with_its_remedy(int code, string message, params string[] arguments)
    {
        await using ChildProcess command = Start(arguments);
        Assert.Equal(code, await command.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(message, command.Output);
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), arguments, _folder.Path);
}
