using Npgsql;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Queues;

/// <summary>
/// A queue in the table archive_work of a PostgreSQL database, for machines that otherwise share only the output folder. It uses the clock of
/// the database. The password appears in no message.
/// </summary>
public sealed class PostgresQueue : IWorkQueue
{
    private const long SetupLock = 4_100_410_042;
    private const string UniqueViolation = "23505";

    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _lease;
    private readonly string _place;

    private PostgresQueue(NpgsqlConnectionStringBuilder connection, TimeSpan lease)
    {
        _database = NpgsqlDataSource.Create(connection);
        _lease = lease;
        _place = $"{connection.Host}:{connection.Port}/{connection.Database}";
    }

    /// <summary>True for postgres:// and postgresql:// addresses.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "postgres" or "postgresql";

    /// <summary>
    /// Connects and creates the table when it is missing. Invalid for an address without a database; Unavailable when the database does
    /// not answer.
    /// </summary>
    public static async Task<Result<PostgresQueue>> OpenAsync(string address, TimeSpan lease, CancellationToken cancel)
    {
        if (!TryParse(address, out NpgsqlConnectionStringBuilder connection))
            return new Fault(FaultKind.Invalid, "--queue is not the address of a database; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE");
        var queue = new PostgresQueue(connection, lease);
        Result<Done> made = await queue.SetUpAsync(cancel);
        if (made.IsOk)
            return queue;
        await queue.DisposeAsync();
        return made.Fault;
    }

    public Task<Result<Done>> AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancel) => RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancel);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
            foreach (WorkItem item in items)
            {
                await using var command = new NpgsqlCommand(
                    "INSERT INTO archive_work (symbol, from_month, to_month) VALUES ($1, $2, $3) ON CONFLICT (symbol, from_month, to_month) DO UPDATE SET state = 'pending' WHERE archive_work.state = 'failed'",
                    connection,
                    transaction);
                AddKey(command, item);
                await command.ExecuteNonQueryAsync(cancel);
            }

            await transaction.CommitAsync(cancel);
            return Done.Value;
        });

    public Task<Result<TakenWork>> TakeAsync(string owner, CancellationToken cancel) => RunAsync(
        async () =>
        {
            await using NpgsqlCommand take = _database.CreateCommand("""
                UPDATE archive_work SET state = 'leased', owner = $1, attempt = attempt + 1, lease_end = now() + $2
                WHERE position = (SELECT position FROM archive_work WHERE state = 'pending' OR (state = 'leased' AND lease_end <= now()) ORDER BY position FOR UPDATE SKIP LOCKED LIMIT 1)
                RETURNING symbol, from_month, to_month, attempt
                """);
            take.Parameters.AddWithValue(owner);
            take.Parameters.AddWithValue(_lease);
            await using (NpgsqlDataReader row = await take.ExecuteReaderAsync(cancel))
            {
                if (await row.ReadAsync(cancel))
                    return new TakenWork(new WorkLease(new WorkItem(row.GetString(0), row.GetString(1), row.GetString(2)), owner, row.GetInt32(3)), false);
            }

            await using NpgsqlCommand open = _database.CreateCommand("SELECT count(*) FROM archive_work WHERE state IN ('pending', 'leased')");
            return new TakenWork(null, (long)(await open.ExecuteScalarAsync(cancel))! == 0);
        });

    public Task<Result<bool>> RenewAsync(WorkLease lease, CancellationToken cancel) => ChangeAsync(lease, "lease_end = now() + $6", _lease, cancel);

    public Task<Result<bool>> EndAsync(WorkLease lease, WorkState state, string result, CancellationToken cancel) =>
        ChangeAsync(lease, state == WorkState.Done ? "state = 'done', result = $6" : "state = 'failed', result = $6", result, cancel);

    public Task<Result<bool>> ReturnAsync(WorkLease lease, CancellationToken cancel) => ChangeAsync(lease, "state = 'pending', result = $6", "", cancel);

    public Task<Result<IReadOnlyList<WorkEntry>>> ListAsync(CancellationToken cancel) => RunAsync<IReadOnlyList<WorkEntry>>(
        async () =>
        {
            await using NpgsqlCommand list = _database.CreateCommand(
                "SELECT symbol, from_month, to_month, state, owner, attempt, (extract(epoch FROM lease_end) * 1000)::bigint, result FROM archive_work ORDER BY position");
            await using NpgsqlDataReader row = await list.ExecuteReaderAsync(cancel);
            var entries = new List<WorkEntry>();
            while (await row.ReadAsync(cancel))
            {
                entries.Add(new WorkEntry(
                    new WorkItem(row.GetString(0), row.GetString(1), row.GetString(2)), Enum.Parse<WorkState>(row.GetString(3), ignoreCase: true), row.GetString(4), row.GetInt32(5), row.GetInt64(6), row.GetString(7)));
            }

            return entries;
        });

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<Result<bool>> ChangeAsync(WorkLease lease, string change, object value, CancellationToken cancel) => RunAsync(
        async () =>
        {
            await using NpgsqlCommand command = _database.CreateCommand(
                $"UPDATE archive_work SET {change} WHERE symbol = $1 AND from_month = $2 AND to_month = $3 AND state = 'leased' AND owner = $4 AND attempt = $5");
            AddKey(command, lease.Item);
            command.Parameters.AddWithValue(lease.Owner);
            command.Parameters.AddWithValue(lease.Attempt);
            command.Parameters.AddWithValue(value);
            return await command.ExecuteNonQueryAsync(cancel) == 1;
        });

    private Task<Result<Done>> SetUpAsync(CancellationToken cancel) => RunAsync(
        async () =>
        {
            // Without the lock two workers could create the table at the same time and conflict.
            await using NpgsqlCommand make = _database.CreateCommand($"""
                SELECT pg_advisory_xact_lock({SetupLock});
                CREATE TABLE IF NOT EXISTS archive_work (
                    position bigint GENERATED ALWAYS AS IDENTITY, symbol text NOT NULL, from_month text NOT NULL, to_month text NOT NULL,
                    state text NOT NULL DEFAULT 'pending', owner text NOT NULL DEFAULT '', attempt integer NOT NULL DEFAULT 0,
                    lease_end timestamptz NOT NULL DEFAULT '1970-01-01Z', result text NOT NULL DEFAULT '', PRIMARY KEY (symbol, from_month, to_month))
                """);
            await make.ExecuteNonQueryAsync(cancel);
            return Done.Value;
        });

    private async Task<Result<T>> RunAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (PostgresException refused) when (!refused.IsTransient && refused.SqlState != UniqueViolation)
        {
            return new Fault(FaultKind.Rejected, $"the queue at {_place} refused the request: {refused.MessageText}");
        }
        catch (NpgsqlException broken)
        {
            return new Fault(FaultKind.Unavailable, $"the queue at {_place} does not answer: {broken.Message}", IsTransient: true);
        }
    }

    private static void AddKey(NpgsqlCommand command, WorkItem item)
    {
        command.Parameters.AddWithValue(item.Symbol);
        command.Parameters.AddWithValue(item.From);
        command.Parameters.AddWithValue(item.To);
    }

    private static bool TryParse(string text, out NpgsqlConnectionStringBuilder connection)
    {
        connection = new NpgsqlConnectionStringBuilder();
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.AbsolutePath.Trim('/').Length == 0 || address.Host.Length == 0)
            return false;
        string[] user = address.UserInfo.Split(':', 2);
        connection.Host = address.Host;
        connection.Port = address.Port < 0 ? NpgsqlConnection.DefaultPort : address.Port;
        connection.Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/'));
        connection.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        connection.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        return true;
    }
}
