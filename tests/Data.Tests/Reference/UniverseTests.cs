using Platform.Data.Tests.Kit;
using Platform.Data.Reference;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Data.Tests.Reference;

public sealed class UniverseTests
{
    [Fact]
    public void The_rule_takes_trading_USDT_perpetuals_by_rank_and_leaves_out_the_excluded()
    {
        Instrument[] all = [Contract("AUSDT"), Contract("BUSDT"), Contract("CUSDT"), Contract("DUSDT", InstrumentStatus.Settling), Contract("EUSDC") with { QuoteAsset = "USDC" }];
        Assert.Equal(["AUSDT", "CUSDT"], Symbols(new UniverseRule([], ["BUSDT"], 10).Select(all, [])));
        Assert.Equal(["AUSDT", "CUSDT"], Symbols(new UniverseRule([], [], 2).Select(all, ["CUSDT", "AUSDT"])));
        Assert.Equal(["BUSDT"], Symbols(new UniverseRule(["BUSDT", "DUSDT"], [], 1).Select(all, [])));
    }

    [Fact]
    public void A_file_is_read_as_of_the_newest_day_before()
    {
        using var folder = new TempFolder();
        var files = new UniverseFiles(folder.Path, "v1");
        Assert.Equal(FaultKind.NotFound, files.AsOf(Rows.Day).Fault!.Kind);
        Assert.True(files.Write(Rows.Day, [UniverseMember.Of(Contract("AUSDT"))]).IsOk);
        Assert.True(files.Write(Rows.Day + 2 * UnixTime.MillisecondsPerDay, [UniverseMember.Of(Contract("币安人生USDT"))]).IsOk);

        Assert.Equal("AUSDT", Assert.Single(files.AsOf(Rows.Day + UnixTime.MillisecondsPerDay + 5).Value.Members).Symbol);
        (long day_ms, IReadOnlyList<UniverseMember> members) = files.AsOf(Rows.Day + 3 * UnixTime.MillisecondsPerDay).Value;
        Assert.Equal((Rows.Day + 2 * UnixTime.MillisecondsPerDay, "币安人生USDT"), (day_ms, Assert.Single(members).Symbol));
        Assert.Equal(FaultKind.NotFound, files.AsOf(Rows.Day, "v2").Fault!.Kind);
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        using var folder = new TempFolder();
        var files = new UniverseFiles(folder.Path, "v1");
        files.Write(Rows.Day, [UniverseMember.Of(Contract("AUSDT"))]);
        File.AppendAllText(files.PathOf(Rows.Day), "half,a,line\n");
        Assert.Contains("universe.csv:3:", files.AsOf(Rows.Day).Fault!.Message);
    }

    [Fact]
    public void A_day_is_in_force_from_its_first_window()
    {
        var registry = new UniverseRegistry();
        registry.Set(Rows.Day, ["A"]);
        registry.Set(Rows.Day + UnixTime.MillisecondsPerDay, ["A", "B"]);
        Assert.Equal(["A"], registry.At(Label.Parse("2025-12-22-288").Value));
        Assert.Equal(["A", "B"], registry.At(Label.Parse("2025-12-23-001").Value));
        Assert.Empty(registry.At(Label.Parse("2025-12-21-288").Value));
    }

    private static IEnumerable<string> Symbols(IReadOnlyList<UniverseMember> members) => members.Select(member => member.Symbol);

    private static Instrument Contract(string symbol, InstrumentStatus status = InstrumentStatus.Trading) => new()
    {
        Symbol = symbol,
        BaseAsset = symbol[..^4],
        QuoteAsset = "USDT",
        Status = status,
        Price = default,
        Lot = default,
        MarketLot = default,
    };
}
