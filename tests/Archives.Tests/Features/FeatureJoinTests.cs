using System.Text;
using Platform.Archives.Features;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Archives.Tests.Features;

public sealed class FeatureJoinTests : IDisposable
{
    private readonly TempFolder _folder = new("join");

    public FeatureJoinTests()
    {
        Write("out/binance_aggTrades/BTCUSDT_aggTrades.csv", "minute,cvd_quote,vwap\n2024-01-01 00:00:00+00:00,-1.50,100.25\n2024-01-01 02:00:00+00:00,3.0,\n");
        Write("out/binance_aggTrades/币安人生USDT_aggTrades.csv", "minute,cvd_quote,vwap\n2024-01-01 00:00:00+00:00,7.0,1.0\n");
    }

    [Fact]
    public void Every_row_of_the_base_stays_as_it_is_and_gets_the_features_of_its_hour()
    {
        Write("base.csv", "timestamp,symbol,close\n2024-01-01 02:00:00+00:00,BTCUSDT,1.10\n2024-01-01 00:00:00+00:00,btc-usdt,2.0\n2024-01-01 01:00:00+00:00,BTCUSDT,3\n2024-01-01 00:00:00+00:00,币安人生USDT,4\n2024-01-01 00:05:00+00:00,BTCUSDT,5\n");
        Assert.Equal(new JoinResult(5, 3), Join("base.csv", "wide.csv").Value);
        Assert.Equal(
            [
                "timestamp,symbol,close,at_cvd_quote,at_vwap",
                "2024-01-01 02:00:00+00:00,BTCUSDT,1.10,3.0,", "2024-01-01 00:00:00+00:00,btc-usdt,2.0,-1.50,100.25", "2024-01-01 01:00:00+00:00,BTCUSDT,3,,",
                "2024-01-01 00:00:00+00:00,币安人生USDT,4,7.0,1.0", "2024-01-01 00:05:00+00:00,BTCUSDT,5,,",
            ],
            File.ReadAllLines(_folder.File("wide.csv")));
    }

    [Theory]
    [InlineData("1704067200000")]
    [InlineData("1704067200")]
    [InlineData("1704067200000000")]
    [InlineData("2024-01-01T00:00:00Z")]
    [InlineData("2024-01-01 00:00:00")]
    public void The_time_of_the_base_may_be_spelled_in_any_way(string time)
    {
        Write("base.csv", $"open_time,x\n{time},1\n");
        Assert.Equal(new JoinResult(1, 1), Join("base.csv", "wide.csv", symbol: "BTCUSDT").Value);
    }

    [Fact]
    public void Parquet_files_keep_numbers_as_numbers()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        using DuckDbConnection connection = database.Connect();
        Assert.True(connection.ExecuteScript($"COPY (SELECT TIMESTAMP '2024-01-01 00:00:00' AS hour, 'BTCUSDT' AS symbol, 1.5 AS close) TO '{_folder.File("base.parquet")}' (FORMAT parquet)").IsOk);
        Assert.Equal(new JoinResult(1, 1), Join("base.parquet", "wide.parquet").Value);
        ColumnTable table = ParquetFile.Read(connection, _folder.File("wide.parquet")).Value;
        Assert.Equal((-1.5, 100.25), (table.Values<double>("at_cvd_quote")[0], table.Values<double>("at_vwap")[0]));
    }

    [Theory]
    [InlineData("when,symbol\n1,2\n", "has no column minute or hour or time or timestamp or datetime or date or open_time or ts or index; it has when, symbol; set the column with the start of the hour with --time")]
    [InlineData("time,x\n1,2\n", "has no column symbol; it has time, x; set the symbol with --symbol")]
    [InlineData("time,symbol,at_vwap\n1,2,3\n", "already has a column at_vwap")]
    public void A_base_that_cannot_be_joined_is_refused_with_the_reason(string content, string message)
    {
        Write("base.csv", content);
        Fault fault = Join("base.csv", "wide.csv").Fault!;
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("wide.csv")));
    }

    public void Dispose() => _folder.Dispose();

    private Result<JoinResult> Join(string from, string to, string? symbol = null)
    {
        if (DuckDbDatabase.LibraryVersion.Fault is { } missing)
            Assert.Skip(missing.Message);
        return FeatureJoin.Run(new JoinOptions(_folder.File("out"), _folder.File(from), _folder.File(to), null, symbol));
    }

    private void Write(string name, string content)
    {
        string path = _folder.File(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
    }
}
