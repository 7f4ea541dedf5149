using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platform.Analytics.Archives;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Archives.Features;

/// <summary>
/// {SYMBOL}_aggTrades.csv: one row per hour with a trade (quant.md §3.2). Columns in the order of requirements document 004 §9, then the
/// four that the document does not list; frozen by a test. The first column is named minute and contains the start of the hour. NaN is an
/// empty cell.
/// </summary>
internal static class HourFile
{
    private static readonly (string Name, Func<HourFeatures, string> Text)[] s_columns =
    [
        ("minute", row => TimeText(row.Hour_ms)),
        ("trade_count", row => Whole(row.TradeCount)),
        ("base_volume", row => Real(row.BaseVolume)), ("quote_volume", row => Real(row.QuoteVolume)),
        ("taker_buy_qty", row => Real(row.TakerBuyQty)), ("taker_sell_qty", row => Real(row.TakerSellQty)),
        ("taker_buy_quote", row => Real(row.TakerBuyQuote)), ("taker_sell_quote", row => Real(row.TakerSellQuote)),
        ("whale_buy_quote", row => Real(row.WhaleBuyQuote)), ("whale_sell_quote", row => Real(row.WhaleSellQuote)),
        ("retail_buy_quote", row => Real(row.RetailBuyQuote)), ("retail_sell_quote", row => Real(row.RetailSellQuote)),
        ("price_open", row => Real(row.PriceOpen)), ("price_close", row => Real(row.PriceClose)),
        ("price_high", row => Real(row.PriceHigh)), ("price_low", row => Real(row.PriceLow)),
        ("cvd_qty", row => Real(row.CvdQty)), ("cvd_quote", row => Real(row.CvdQuote)), ("vwap", row => Real(row.Vwap)),
        ("whale_cvd_quote", row => Real(row.WhaleCvdQuote)), ("retail_cvd_quote", row => Real(row.RetailCvdQuote)),
        ("avg_trade_quote", row => Real(row.AvgTradeQuote)), ("avg_trade_base", row => Real(row.AvgTradeBase)),
        ("taker_buy_avg_trade_quote", row => Real(row.TakerBuyAvgTradeQuote)), ("taker_sell_avg_trade_quote", row => Real(row.TakerSellAvgTradeQuote)),
        ("taker_buy_hhi_quote", row => Real(row.TakerBuyHhiQuote)), ("taker_sell_hhi_quote", row => Real(row.TakerSellHhiQuote)),
        ("imbalance_ratio_quote", row => Real(row.ImbalanceRatioQuote)), ("tw_cvd_quote_norm", row => Real(row.TwCvdQuoteNorm)),
        ("price_change", row => Real(row.PriceChange)), ("cvd_per_abs_price_change", row => Real(row.CvdPerAbsPriceChange)),
        ("taker_buy_quote_sq", row => Real(row.TakerBuyQuoteSq)), ("taker_sell_quote_sq", row => Real(row.TakerSellQuoteSq)),
        ("taker_buy_trade_count", row => Whole(row.TakerBuyTradeCount)), ("taker_sell_trade_count", row => Whole(row.TakerSellTradeCount)),
    ];

    public static IEnumerable<string> Columns => s_columns.Select(column => column.Name);

    /// <summary>Replaces the file and returns its SHA-256.</summary>
    public static Result<string> Write(string path, IEnumerable<HourFeatures> rows)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (HourFeatures row in rows)
            text.AppendJoin(',', s_columns.Select(column => column.Text(row))).Append('\n');
        byte[] content = Encoding.UTF8.GetBytes(text.ToString());
        return AtomicFile.Write(path, content).Then<string>(_ => Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>The time in the format of pandas, with time zone: 2020-01-01 00:00:00+00:00.</summary>
    private static string TimeText(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text that parses to the same double, with a decimal point or an exponent, so that readers infer a column of doubles.</summary>
    private static string Real(double value)
    {
        if (double.IsNaN(value))
            return "";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
