using Platform.Archives.Features;
using Xunit;

namespace Platform.Archives.Tests.Features;

/// <summary>The files that others read: names, order and types of the columns never change.</summary>
public sealed class FeatureFileTests
{
    [Fact]
    public void The_columns_of_a_minute_file() => Assert.Equal(
        "minute TIMESTAMP, trade_count BIGINT, base_volume DOUBLE, quote_volume DOUBLE, taker_buy_qty DOUBLE, taker_sell_qty DOUBLE, taker_buy_quote DOUBLE, "
        + "taker_sell_quote DOUBLE, taker_buy_quote_sq DOUBLE, taker_sell_quote_sq DOUBLE, taker_buy_trade_count BIGINT, taker_sell_trade_count BIGINT, "
        + "whale_buy_quote DOUBLE, whale_sell_quote DOUBLE, retail_buy_quote DOUBLE, retail_sell_quote DOUBLE, first_ts BIGINT, price_first DOUBLE, last_ts BIGINT, "
        + "price_last DOUBLE, price_high DOUBLE, price_low DOUBLE",
        string.Join(", ", MinuteFile.Columns.Select(column => $"{column.Name} {column.Sql}")));

    [Fact]
    public void The_columns_of_an_hour_file() => Assert.Equal(
        "minute,trade_count,base_volume,quote_volume,taker_buy_qty,taker_sell_qty,taker_buy_quote,taker_sell_quote,whale_buy_quote,whale_sell_quote,retail_buy_quote,"
        + "retail_sell_quote,price_open,price_close,price_high,price_low,cvd_qty,cvd_quote,vwap,whale_cvd_quote,retail_cvd_quote,avg_trade_quote,avg_trade_base,"
        + "taker_buy_avg_trade_quote,taker_sell_avg_trade_quote,taker_buy_hhi_quote,taker_sell_hhi_quote,imbalance_ratio_quote,tw_cvd_quote_norm,price_change,"
        + "cvd_per_abs_price_change,taker_buy_quote_sq,taker_sell_quote_sq,taker_buy_trade_count,taker_sell_trade_count",
        string.Join(',', HourFile.Columns));

    [Fact]
    public void The_files_have_the_documented_paths()
    {
        var layout = new ArchiveLayout("out");
        Assert.Equal(
            ["out/binance_aggTrades_1m_parquet/BTCUSDT/2024-02.parquet", "out/binance_aggTrades/BTCUSDT_aggTrades.csv", "out/binance_aggTrades/BTCUSDT_aggTrades.csv.meta.json"],
            new[] { layout.MinuteFile("BTCUSDT", new(2024, 2)), layout.HourFile("BTCUSDT"), layout.MetaFile("BTCUSDT") }.Select(path => path.Replace('\\', '/')));
    }
}
