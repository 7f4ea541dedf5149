using System.Collections.Frozen;
using Platform.Domain.Market;

namespace Platform.Calculators;

/// <summary>Maps stored names to columns and reads a column of a bar as a double, for statistics.</summary>
public static class BarFields
{
    public static int Count { get; } = Enum.GetValues<BarField>().Length;

    private static readonly FrozenDictionary<string, BarField> ByName = Names().ToFrozenDictionary(pair => pair.Name, pair => pair.Field, StringComparer.Ordinal);

    /// <summary>All stored names; two names can mean the same column (quote_volume and dolvol, buydolvol and buy_dolvol).</summary>
    public static IEnumerable<string> KnownNames => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Parses a stored column name, such as close, dolvol or buy_dolvol4.</summary>
    public static bool TryParse(string name, out BarField field) => ByName.TryGetValue(name, out field);

    /// <summary>
    /// The value as a double. NaN for the vwap of a bar without trades, and for trade-size columns and aggTrade counts of a bar taken
    /// from klines.
    /// </summary>
    public static double Read(Bar bar, BarField field)
    {
        if (field >= BarField.BuyVolume1)
            return bar.HasSizes ? ReadBucket(bar, field - BarField.BuyVolume1) : double.NaN;
        return field switch
        {
            BarField.Open => bar.Open.ToDouble(),
            BarField.High => bar.High.ToDouble(),
            BarField.Low => bar.Low.ToDouble(),
            BarField.Close => bar.Close.ToDouble(),
            BarField.Volume => bar.Volume.ToDouble(),
            BarField.Dolvol => bar.QuoteVolume.ToDouble(),
            BarField.Vwap => bar.Vwap,
            BarField.BuyVolume => bar.Buy.Volume.ToDouble(),
            BarField.SellVolume => bar.Sell.Volume.ToDouble(),
            BarField.BuyDolvol => bar.Buy.Dolvol.ToDouble(),
            BarField.SellDolvol => bar.Sell.Dolvol.ToDouble(),
            BarField.TradeCount => bar.HasSizes ? bar.AggTradeCount : double.NaN,
            BarField.BuyTradeCount => bar.HasSizes ? bar.Buy.Count : double.NaN,
            BarField.SellTradeCount => bar.HasSizes ? bar.Sell.Count : double.NaN,
            BarField.FillCount => bar.TradeCount,
            BarField.BuyFillCount => bar.BuyTradeCount,
            BarField.SellFillCount => bar.SellTradeCount,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "not a column"),
        };
    }

    private static double ReadBucket(Bar bar, int offset)
    {
        const int perSide = 3 * SizeBuckets.Count;
        SizeBuckets side = offset < perSide ? bar.Buys : bar.Sells;
        Flow flow = side[offset % SizeBuckets.Count];
        return (offset % perSide / SizeBuckets.Count) switch
        {
            0 => flow.Volume.ToDouble(),
            1 => flow.Dolvol.ToDouble(),
            _ => flow.Count,
        };
    }

    private static IEnumerable<(string Name, BarField Field)> Names()
    {
        foreach (BarField field in Enum.GetValues<BarField>())
        {
            string name = field.ToString();
            switch (name)
            {
                case "TradeCount" or "BuyTradeCount" or "SellTradeCount":
                    yield return (SnakeCase(name), field);
                    break;
                case "FillCount" or "BuyFillCount" or "SellFillCount":
                    yield return (name.Replace("Fill", "Trade").ToLowerInvariant(), field);
                    break;
                default:
                    yield return (SnakeCase(name), field);
                    if (SnakeCase(name).Contains('_') && !char.IsAsciiDigit(name[^1]))
                        yield return (name.ToLowerInvariant(), field);
                    break;
            }
        }

        yield return ("quote_volume", BarField.Dolvol);
    }

    /// <summary>BuyTradeCount4 → buy_trade_count4.</summary>
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
