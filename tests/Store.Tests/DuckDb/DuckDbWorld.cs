using Platform.Store.DuckDb;
using Xunit;

namespace Platform.Store.Tests.DuckDb;

/// <summary>An instance in memory and one connection.</summary>
public sealed class DuckDbWorld : IDisposable
{
    private readonly DuckDbDatabase _database;

    public DuckDbWorld(DuckDbOptions? options = null)
    {
        if (!DuckDbDatabase.Open(options).TryGet(out DuckDbDatabase? database, out var fault))
            Assert.Skip(fault.Message);
        _database = database!;
        Connection = _database.Connect();
    }

    public DuckDbConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
