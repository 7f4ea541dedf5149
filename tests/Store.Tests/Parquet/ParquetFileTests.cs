using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.Store.Tests.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Store.Tests.Parquet;

public sealed class ParquetFileTests : IDisposable
{
    private static readonly ColumnType[] Columns =
        [ColumnType.Text("symbol"), ColumnType.BigInt("open_time"), ColumnType.Double("close"), ColumnType.Decimal("volume", 18, 8), ColumnType.Boolean("good"), ColumnType.Decimal("notional", 38, 16), ColumnType.SmallInt("status")];

    private static readonly Int128 Widest = Int128.Parse(new string('9', 38));

    private readonly DuckDbWorld _world = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _world.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_are_read_back_in_order_and_nan_and_null_are_distinguished()
    {
        var table = new ColumnTable(Columns);
        for (int i = 0; i < 5_000; i++)
        {
            table.Append().Add(i % 2 == 0 ? "BTCUSDT" : "币安人生USDT").Add((long)i).Add(i % 3 == 0 ? double.NaN : i / 7.0).Add(i * 123_456_789L).Add(i % 5 == 0)
                .Add(Widest - i).Add(i % 100);
        }

        table.Append().AddNull().AddNull().AddNull().AddNull().AddNull().AddNull().AddNull();
        string path = _folder.File("klines", "BTCUSDT", "2025-12-22.parquet");

        Assert.True(ParquetFile.Write(_world.Connection, path, table).IsOk);
        ColumnTable read = ParquetFile.Read(_world.Connection, path).Value;

        Assert.Equal(Columns, read.Columns);
        Assert.Equal(5_001, read.Rows);
        for (int i = 0; i < 5_000; i++)
        {
            Assert.Equal(table.Text("symbol", i), read.Text("symbol", i));
            Assert.False(read.IsNull("close", i));
        }

        Assert.Equal(table.Values<long>("open_time").ToArray(), read.Values<long>("open_time").ToArray());
        Assert.Equal(table.Values<double>("close").ToArray(), read.Values<double>("close").ToArray());
        Assert.Equal(table.Values<long>("volume").ToArray(), read.Values<long>("volume").ToArray());
        Assert.Equal(table.Values<bool>("good").ToArray(), read.Values<bool>("good").ToArray());
        Assert.Equal(table.Values<Int128>("notional").ToArray(), read.Values<Int128>("notional").ToArray());
        Assert.Equal(table.Values<short>("status").ToArray(), read.Values<short>("status").ToArray());
        Assert.All(Columns, column => Assert.True(read.IsNull(column.Name, 5_000)));
        Assert.Equal(["2025-12-22.parquet"], Directory.GetFiles(_folder.File("klines", "BTCUSDT")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_is_replaced_and_read_with_columns_condition_and_order()
    {
        string path = _folder.File("a.parquet");
        foreach (long shift in (long[])[0, 100])
        {
            var table = new ColumnTable(ColumnType.BigInt("t"), ColumnType.Double("x"));
            for (long i = 0; i < 10; i++)
                table.Append().Add(i + shift).Add(i * 0.5);
            Assert.True(ParquetFile.Write(_world.Connection, path, table).IsOk);
        }

        ColumnTable read = ParquetFile.Read(_world.Connection, path, ["t"], "WHERE t >= ? ORDER BY t DESC", 107).Value;
        Assert.Equal([109, 108, 107], read.Values<long>("t").ToArray());
        Assert.False(read.Has("x"));
    }

    [Fact]
    public void Files_of_a_pattern_read_as_one_and_a_column_that_one_lacks_is_null()
    {
        var older = new ColumnTable(ColumnType.BigInt("t"));
        older.Append().Add(1L);
        var newer = new ColumnTable(ColumnType.BigInt("t"), ColumnType.Double("x"));
        newer.Append().Add(2L).Add(0.5);
        ParquetFile.Write(_world.Connection, _folder.File("2025-01-01.parquet"), older);
        ParquetFile.Write(_world.Connection, _folder.File("2025-01-02.parquet"), newer);

        ColumnTable read = ParquetFile.Read(_world.Connection, _folder.File("*.parquet"), where: "ORDER BY t").Value;
        Assert.Equal([1, 2], read.Values<long>("t").ToArray());
        Assert.Equal([true, false], (bool[])[read.IsNull("x", 0), read.IsNull("x", 1)]);
    }

    [Fact]
    public void An_empty_table_is_a_file_without_rows()
    {
        string path = _folder.File("empty.parquet");
        Assert.True(ParquetFile.Write(_world.Connection, path, new ColumnTable(Columns)).IsOk);
        ColumnTable read = ParquetFile.Read(_world.Connection, path).Value;
        Assert.Equal((0, Columns.Length), (read.Rows, read.Columns.Count));
    }

    [Fact]
    public void A_missing_and_a_damaged_file_are_different_faults_that_name_it()
    {
        Fault missing = ParquetFile.Read(_world.Connection, _folder.File("none.parquet")).Fault!;
        Assert.Equal(FaultKind.NotFound, missing.Kind);
        Assert.Contains("none.parquet", missing.Message);
        File.WriteAllText(_folder.File("bad.parquet"), "this is not a parquet file at all");
        Fault bad = ParquetFile.Read(_world.Connection, _folder.File("bad.parquet")).Fault!;
        Assert.Equal(FaultKind.Invalid, bad.Kind);
        Assert.Contains("bad.parquet", bad.Message);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        string path = _folder.File("a.parquet");
        var table = new ColumnTable(ColumnType.BigInt("t"));
        table.Append().Add(1L);
        Assert.True(ParquetFile.Write(_world.Connection, path, table).IsOk);

        Fault fault = ParquetFile.CopyQuery(_world.Connection, "SELECT CASE WHEN range = 5000 THEN error('no more') ELSE range END AS t FROM range(10000)", path).Fault!;

        Assert.Contains("no more", fault.Message);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal(1, ParquetFile.Read(_world.Connection, path).Value.Rows);
    }

    [Fact]
    public void A_value_of_the_wrong_type_or_a_short_row_is_a_programmers_error()
    {
        var table = new ColumnTable(ColumnType.BigInt("t"), ColumnType.Text("s"));
        Assert.Throws<CheckFailedException>(() => { table.Append().Add("text"); });
        table.Append().Add(1L);
        Assert.Throws<CheckFailedException>(() => { table.Append(); });
    }

    [Fact]
    public void A_column_that_parquet_would_round_is_refused()
    {
        var table = new ColumnTable(ColumnType.HugeInt("notional"));
        string message = Assert.Throws<CheckFailedException>(() => ParquetFile.Write(_world.Connection, _folder.File("x.parquet"), table)).Message;
        Assert.Contains("DECIMAL(38,0)", message);
    }
}
