using System.Globalization;
using System.Text.Json;
using Platform.TestKit.Files;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Server.Control;
using Platform.Venue.Server.Options;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Facts that no source confirms are options: each has a name, a documented default, and another value that changes what clients receive.</summary>
public partial class AssumptionTests
{
    [Fact]
    public void The_guide_lists_every_option_with_its_default_and_no_other()
    {
        string[] rows = [.. File.ReadLines(Repository.Path("docs", "guides", "venue-unconfirmed.md")).Where(line => line.StartsWith("| §", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal))];
        var listed = rows.Select(row => row.Split('|').Select(cell => cell.Trim()).ToArray()).Where(cells => cells.Length == 6).Select(cells => (cells[3].Trim('`'), cells[4])).Order();
        Assert.Equal(Assumption.All.Select(fact => (fact.Name, fact.Show(new UnconfirmedFacts()))).Order(), listed);
    }

    [Fact]
    public void The_guide_names_every_section_of_the_contract_that_has_an_unconfirmed_fact()
    {
        string guide = File.ReadAllText(Repository.Path("docs", "guides", "venue-unconfirmed.md"));
        string section = "";
        foreach (string line in File.ReadLines(RecordedData.Spec("binance-usdm.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
                section = heading.Groups[1].Value.TrimEnd('.');
            if (section == "12" && OpenQuestion().Match(line) is { Success: true } question)
                Assert.Contains($"§12.{question.Groups[1].Value}", guide, StringComparison.Ordinal);
            else if (section.Length > 0 && section != "12" && line.Contains("**UNCONFIRMED**", StringComparison.Ordinal))
                Assert.Contains($"§{section}", guide, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("recv-window-ms=0", "a number from 1")]
    [InlineData("luck=true", "unknown name 'luck'")]
    [InlineData("bracket-object", "true or false")]
    public void An_invalid_assumption_is_reported(string text, string message) => Assert.Contains(message, Assumption.Apply([text]).Fault!.Message, StringComparison.Ordinal);

    [Fact]
    public async Task Other_values_change_what_clients_see()
    {
        await using TestVenue usual = await TestVenue.StartAsync(), other = await TestVenue.StartAsync(With(
            "recv-window-ms=10000", "percent-encoding-required=true", "historical-trades-weight=200", "bracket-object=true", "book-ticker-update-id=false", "user-trades-pair=true", "hedge-both-row=true"));
        foreach (TestVenue venue in (TestVenue[])[usual, other])
        {
            bool changed = venue == other;
            JsonElement ticker = (await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body;
            Assert.Equal(!changed, ticker.TryGetProperty("lastUpdateId", out _));
            int before = Weight(await venue.GetAsync("/fapi/v1/ping"));
            Assert.Equal(changed ? 200 : 20, Weight(await venue.GetAsync("/fapi/v1/historicalTrades?symbol=BTCUSDT&limit=1", "AK")) - before);
            long now = await venue.TimeAsync();
            Assert.Equal(changed ? -1131 : 0, (await SignAsync(venue, $"timestamp={now}&recvWindow=20000")).Code);
            Assert.Equal(changed ? -1022 : 0, (await SignAsync(venue, $"a=[1]&timestamp={now}&recvWindow=10000")).Code);
            Assert.Equal(0, (await SignAsync(venue, $"a=%5B1%5D&timestamp={now}&recvWindow=10000")).Code);
            Assert.Equal(changed ? JsonValueKind.Object : JsonValueKind.Array, (await AskAsync(venue, "GET", "/fapi/v1/leverageBracket", "symbol=BTCUSDT")).Body.ValueKind);
            Assert.Equal(200, (await AskAsync(venue, "POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true")).Status);
            Assert.Equal(200, (await AskAsync(venue, "POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&positionSide=LONG&type=MARKET&quantity=0.002")).Status);
            Assert.Equal(changed, (await AskAsync(venue, "GET", "/fapi/v1/userTrades", "symbol=BTCUSDT")).Body[0].TryGetProperty("baseQty", out _));
            Assert.Equal(
                changed ? ["BOTH", "LONG", "SHORT"] : ["LONG", "SHORT"],
                (await AskAsync(venue, "GET", "/fapi/v2/positionRisk", "symbol=BTCUSDT")).Body.EnumerateArray().Select(row => row.GetProperty("positionSide").GetString()));
        }
    }

    [Fact]
    public async Task Streams_follow_their_assumptions()
    {
        await using TestVenue venue = await TestVenue.StartAsync(With(
            "trade-stream-st=true", "control-errors-wrapped=false", "listen-key-serves-all=false", "fill-events=order-first", "connections-per-5m=3", "pings-count=false"));
        string key = await venue.ListenKeyAsync();
        await using StreamClient old = await venue.OpenAsync($"/private/ws/{key}");
        await old.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await using StreamClient young = await venue.OpenAsync($"/private/ws/{key}");
        Assert.Equal("""{"code":2,"msg":""", (await young.AskAsync("""{"method":"SHOUT","id":1}""")).GetRawText()[..16]);
        await using StreamClient trades = await venue.OpenAsync("/public/ws/btcusdt@trade");
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.002");
        Assert.Equal(1, (await trades.EventAsync("trade")).GetProperty("st").GetInt32());
        var order = new List<string?>();
        while (order.Count < 4)
            order.Add(StreamClient.TypeOf(await young.NextAsync(_ => true)));
        Assert.Equal(["ORDER_TRADE_UPDATE", "TRADE_LITE", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"], order);
        Assert.Equal(2, (await old.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":2}""")).GetProperty("id").GetInt32());
        await Assert.ThrowsAnyAsync<Exception>(() => venue.OpenAsync("/public/ws"));
    }

    private static Func<VenueOptions, VenueOptions> With(params string[] texts)
    {
        UnconfirmedFacts facts = Assumption.Apply(texts).Value;
        return options => TestVenue.Generous(options) with { Facts = facts, Exchange = options.Exchange with { FillEvents = facts.FillEvents } };
    }

    private static int Weight(Answer answer) => int.Parse(answer.Header("X-MBX-USED-WEIGHT-1M"), CultureInfo.InvariantCulture);

    private static Task<Answer> SignAsync(TestVenue venue, string text) => venue.GetAsync($"/fapi/v3/balance?{text}&signature={TestVenue.Sign(text, "SK")}", "AK");

    private static async Task<Answer> AskAsync(TestVenue venue, string method, string path, string parameters)
    {
        string text = $"{parameters}&timestamp={await venue.TimeAsync()}";
        return await venue.SendAsync(new HttpMethod(method), $"{path}?{text}&signature={TestVenue.Sign(text, "SK")}", null, "AK");
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^#{2,3} ([0-9]+(\.[0-9]+)?)[. ]")]
    private static partial System.Text.RegularExpressions.Regex Heading();

    [System.Text.RegularExpressions.GeneratedRegex(@"^([0-9]+)\. ")]
    private static partial System.Text.RegularExpressions.Regex OpenQuestion();
}
