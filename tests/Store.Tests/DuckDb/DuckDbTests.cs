using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Store.Tests.DuckDb;

public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDbWorld _world = new();

    private DuckDbConnection Connection => _world.Connection;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Every_type_used_is_appended_and_read_back_as_it_was()
    {
        ColumnType[] columns =
        [
            ColumnType.BigInt("a"), ColumnType.Integer("b"), ColumnType.SmallInt("c"), ColumnType.Double("d"), ColumnType.Text("e"),
            ColumnType.Boolean("f"), ColumnType.Timestamp("g"), ColumnType.HugeInt("h"), ColumnType.Decimal("i", 18, 8), ColumnType.Decimal("j", 38, 16), ColumnType.Decimal("k", 4, 2),
        ];
        Assert.True(Connection.ExecuteScript($"CREATE TABLE t ({string.Join(", ", columns.Select(column => $"{column.Name} {column.Sql}"))})").IsOk);
        Int128 huge = Int128.Parse("-123456789012345678901234567890");
        using (DuckDbAppender appender = Connection.Append("t", columns).Value)
        {
            appender.Add(long.MinValue).Add(-7).Add(-8).Add(double.NaN).Add("short").Add(true).Add(1_766_362_500_000_000).Add(huge).Add(4_325_130_000_000).Add(huge).Add(-1234).EndRow();
            appender.Add(long.MaxValue).Add(7).Add(8).Add(-0.5).Add("a text longer than twelve bytes: Ω币").Add(false).Add(0).Add(-1).Add(-1).Add(1).Add(5).EndRow();
            for (int i = 0; i < columns.Length; i++)
                appender.AddNull();
            appender.EndRow();
            Assert.True(appender.Complete().IsOk);
        }

        using DuckDbRows rows = Connection.Query("SELECT * FROM t").Value;
        Assert.Equal(columns, rows.Columns);
        Assert.True(rows.Next().Value);
        DuckDbChunk chunk = rows.Chunk;
        Assert.Equal(3, chunk.Rows);
        Assert.Equal([long.MinValue, long.MaxValue], chunk.Values<long>(0)[..2].ToArray());
        Assert.Equal([-7, 7], chunk.Values<int>(1)[..2].ToArray());
        Assert.Equal([-8, 8], chunk.Values<short>(2)[..2].ToArray());
        Assert.Equal([double.NaN, -0.5], chunk.Values<double>(3)[..2].ToArray());
        Assert.Equal(["short", "a text longer than twelve bytes: Ω币", null], Enumerable.Range(0, 3).Select(row => chunk.Text(4, row)));
        Assert.Equal([true, false], chunk.Values<bool>(5)[..2].ToArray());
        Assert.Equal([1_766_362_500_000_000, 0], chunk.Values<long>(6)[..2].ToArray());
        Assert.Equal([huge, -1], chunk.Values<Int128>(7)[..2].ToArray());
        Assert.Equal([4_325_130_000_000, -1], (Int128[])[chunk.Units(8, 0), chunk.Units(8, 1)]);
        Assert.Equal([huge, 1], (Int128[])[chunk.Units(9, 0), chunk.Units(9, 1)]);
        Assert.Equal([-1234, 5], (Int128[])[chunk.Units(10, 0), chunk.Units(10, 1)]);
        Assert.All(Enumerable.Range(0, columns.Length), column => Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(row => chunk.IsNull(column, row))));
        Assert.False(rows.Next().Value);
    }

    [Fact]
    public void DuckDb_itself_agrees_on_the_appended_values()
    {
        Connection.ExecuteScript("CREATE TABLE t (price DECIMAL(18,8), stamp TIMESTAMP, text VARCHAR)");
        using (DuckDbAppender appender = Connection.Append("t", [ColumnType.Decimal("price", 18, 8), ColumnType.Timestamp("stamp"), ColumnType.Text("text")]).Value)
        {
            appender.Add(4_325_130_000_000).Add(1_766_362_500_123_456).Add("x'y").EndRow();
            appender.Complete();
        }

        using DuckDbRows rows = Connection.Query("SELECT price::VARCHAR, stamp::VARCHAR, text FROM t").Value;
        Assert.True(rows.Next().Value);
        Assert.Equal(["43251.30000000", "2025-12-22 00:15:00.123456", "x'y"], Enumerable.Range(0, 3).Select(column => rows.Chunk.Text(column, 0)));
    }

    [Fact]
    public void Parameters_are_bound_by_type_and_a_statement_runs_many_times()
    {
        using DuckDbStatement statement = Connection.Prepare("SELECT $1::BIGINT + 1, $2 || '!', $3, $4::DOUBLE, $5::HUGEINT, $6::BOOLEAN").Value;
        for (long i = 0; i < 3; i++)
        {
            using DuckDbRows rows = statement.Query(i, "it's", SqlValue.Null, 0.1, Int128.MaxValue, true).Value;
            Assert.True(rows.Next().Value);
            Assert.Equal(i + 1, rows.Chunk.Values<long>(0)[0]);
            Assert.Equal("it's!", rows.Chunk.Text(1, 0));
            Assert.True(rows.Chunk.IsNull(2, 0));
            Assert.Equal(0.1, rows.Chunk.Values<double>(3)[0]);
            Assert.Equal(Int128.MaxValue, rows.Chunk.Values<Int128>(4)[0]);
            Assert.True(rows.Chunk.Values<bool>(5)[0]);
        }
    }

    [Fact]
    public void Changed_rows_are_counted_and_many_chunks_are_read()
    {
        Connection.ExecuteScript("CREATE TABLE n (i BIGINT)");
        Assert.Equal(100_000, Connection.Execute("INSERT INTO n SELECT range FROM range(?)", 100_000).Value);
        using DuckDbRows rows = Connection.Query("SELECT i FROM n ORDER BY i").Value;
        long expected = 0;
        Assert.Equal(100_000, rows.ForEach(chunk =>
        {
            foreach (long value in chunk.Values<long>(0))
                Assert.Equal(expected++, value);
        }).Value);
    }

    [Theory]
    [InlineData("SELEC 1", "Parser Error")]
    [InlineData("SELECT nothing FROM nowhere", "Catalog Error")]
    public void An_error_carries_the_sql(string sql, string error)
    {
        Fault fault = Connection.Query(sql).Fault!;
        Assert.Equal(FaultKind.Invalid, fault.Kind);
        Assert.Contains(error, fault.Message);
        Assert.Contains($"[SQL: {sql}]", fault.Message);
    }

    [Fact]
    public void An_error_in_the_middle_of_the_rows_is_a_fault()
    {
        Result<DuckDbRows> query = Connection.Query("SELECT CASE WHEN range = 9000 THEN error('stop here') ELSE range::VARCHAR END FROM range(10000)");
        Result<long> read = query.IsOk ? query.Value.ForEach(_ => { }) : query.Fault;
        if (query.IsOk)
            query.Value.Dispose();
        Assert.Contains("stop here", read.Fault!.Message);
        Assert.True(Connection.Execute("SELECT 1").IsOk);
    }

    [Fact]
    public void Too_few_parameters_and_a_table_that_refuses_are_faults()
    {
        Assert.Contains("1 parameters given, 2 expected", Connection.Execute("SELECT ?, ?", 1).Fault!.Message);
        Assert.Contains("nowhere", Connection.Append("nowhere", [ColumnType.BigInt("a")]).Fault!.Message);
        Connection.ExecuteScript("CREATE TABLE u (a BIGINT PRIMARY KEY)");
        using DuckDbAppender appender = Connection.Append("u", [ColumnType.BigInt("a")]).Value;
        appender.Add(1).EndRow();
        appender.Add(1).EndRow();
        Assert.Contains("append to u", appender.Complete().Fault!.Message);
    }

    [Fact]
    public void A_query_beyond_its_memory_is_exhausted_and_the_instance_stays_usable()
    {
        using var small = new DuckDbWorld(new DuckDbOptions { MemoryLimit_mib = 20 });
        Fault fault = small.Connection.Execute("CREATE TABLE big AS SELECT range AS i, 'text ' || (range * 7919) AS t FROM range(20000000)").Fault!;
        Assert.Equal(FaultKind.Exhausted, fault.Kind);
        Assert.True(small.Connection.Execute("SELECT 1").IsOk);
    }

    [Fact]
    public void A_database_file_keeps_its_tables()
    {
        using var folder = new TempFolder();
        var options = new DuckDbOptions { Path = folder.File("ledger.duckdb") };
        using (var world = new DuckDbWorld(options))
            world.Connection.ExecuteScript("CREATE TABLE t AS SELECT 42::BIGINT AS answer");
        using var again = new DuckDbWorld(options);
        using DuckDbRows rows = again.Connection.Query("SELECT answer FROM t").Value;
        Assert.True(rows.Next().Value);
        Assert.Equal(42, rows.Chunk.Values<long>(0)[0]);
    }

    [Fact]
    public void A_missing_library_names_the_remedy_and_a_wrong_setting_is_named()
    {
        Assert.Contains("npm ci", DuckDbLibrary.Load(null, ["/nowhere/libduckdb.so"]).Fault!.Message);
        Assert.Contains("PLATFORM_DUCKDB is '/nowhere/x.so'", DuckDbLibrary.Load("/nowhere/x.so", []).Fault!.Message);
        Assert.StartsWith("v1.", DuckDbDatabase.LibraryVersion.Value);
    }
}
