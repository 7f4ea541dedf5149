using System.Text.Json;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;

namespace Platform.Analytics.Tests.Bars;

/// <summary>The numbers of quant-vectors.json, and short ways to say trades and builders.</summary>
internal static class BarVectors
{
    public const long T0 = 1_766_362_500_000;
    public const long T1 = T0 + 300_000;
    public const long Never = long.MaxValue;

    public static JsonElement Read(string key)
    {
        using FileStream file = File.OpenRead(RecordedData.Spec("quant-vectors.json"));
        return JsonDocument.Parse(file).RootElement.GetProperty(key).Clone();
    }

    public static AggTrade Trade(long id, string price, string quantity, long time_ms, bool sell = false, long? first = null, long? last = null) =>
        new(id, Price.Parse(price), Quantity.Parse(quantity), first ?? 4000 + id, last ?? first ?? 4000 + id, time_ms, sell);

    /// <summary>The five records of [BAR-1].</summary>
    public static AggTrade[] Bar1 { get; } =
    [
        Trade(1001, "100.0", "2.0", T0 + 1000, false, 5001, 5003),
        Trade(1002, "100.5", "1.0", T0 + 60000, true, 5004, 5004),
        Trade(1003, "99.5", "4.0", T0 + 60000, true, 5006, 5009),
        Trade(1004, "101.0", "0.5", T0 + 299999, false, 5010, 5010),
        Trade(1005, "102.0", "1.0", T0 + 300000, false, 5011, 5011),
    ];

    public static BarBuilder Builder(BarCounts? counts = null, long open_ms = T0, string? previousClose = null, long? nextId = 1001, BarRules? rules = null)
    {
        var builder = new BarBuilder("BTCUSDT", SizeCuts.Rmb7, rules ?? new BarRules(), counts ?? new BarCounts());
        builder.Begin(open_ms, previousClose is null ? 0 : Price.Parse(previousClose).Units, open_ms);
        if (nextId is { } id)
            builder.Seed(id);
        builder.Resume();
        return builder;
    }

    public static List<Bar> Take(BarBuilder builder)
    {
        var bars = new List<Bar>();
        while (builder.TryTake(out ClosedBar closed))
        {
            if (closed.HasBar)
                bars.Add(closed.Row.ToBar(builder.Symbol, Platform.Domain.Labels.BarInterval.M5));
        }

        return bars;
    }

    public static Price P(JsonElement number) => Price.Parse(number.GetRawText());
}
