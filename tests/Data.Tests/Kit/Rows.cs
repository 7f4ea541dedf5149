using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;

namespace Platform.Data.Tests.Kit;

/// <summary>Bar rows with different numbers in every field.</summary>
internal static class Rows
{
    public static readonly long Day = Label.Parse("2025-12-22-001").Value.Start_ms;

    /// <summary>The n-th window of the day.</summary>
    public static BarRow Traded(int window, BarQuality quality = BarQuality.Ok, int revision = 0)
    {
        var row = new BarRow
        {
            OpenTime_ms = Day + window * Label.Length_ms,
            Open = 100_00000000 + window,
            High = 110_00000000 + window,
            Low = 90_00000000,
            Close = 105_00000000 + window,
            BuyTradeCount = 10 + window,
            SellTradeCount = 20,
            Quality = quality,
            Revision = revision,
        };
        for (int i = 0; i < FlowCells.Length; i++)
            row.Flows[i] = new FlowCell { Volume = 100_000_001 + i, Dolvol = (Int128)1_000_000_000_000_000_001 * (i + 1), Count = i + 1 };
        return row;
    }

    public static BarRow Empty(int window)
    {
        BarRow row = Traded(window);
        return new BarRow { OpenTime_ms = row.OpenTime_ms, Open = row.Close, High = row.Close, Low = row.Close, Close = row.Close };
    }

    public static ClosedBar Closed(BarRow row, long nextId = 77) => new(row, 5, 76, nextId);
}
