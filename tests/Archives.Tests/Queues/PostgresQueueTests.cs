using Npgsql;
using Platform.Archives.Queues;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Archives.Tests.Queues;

/// <summary>One server for all tests of the class; the table is emptied before each.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        try
        {
            Server = await PostgresServer.StartAsync();
        }
        catch (Exception skipped) when (skipped.GetType().Name == "SkipException")
        {
            // Each test is skipped instead.
        }
    }

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class PostgresQueueTests(PostgresFixture fixture) : WorkQueueConformance, IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_the_password()
    {
        Fault fault = (await PostgresQueue.OpenAsync($"postgres://me:hunter2@127.0.0.1:{FreePort.Next()}/work", Lease, default)).Fault!;
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_a_database_is_refused_without_the_password()
    {
        Fault fault = (await PostgresQueue.OpenAsync("postgres://me:hunter2@127.0.0.1", Lease, default)).Fault!;
        Assert.Equal((FaultKind.Invalid, "--queue is not the address of a database; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE"), (fault.Kind, fault.Message));
    }

    private protected override async Task<IWorkQueue> OpenAsync()
    {
        PostgresServer server = fixture.Server ?? await PostgresServer.StartAsync();
        PostgresQueue queue = Ok(await PostgresQueue.OpenAsync(server.Address, Lease, default));
        await RunAsync("DELETE FROM archive_work");
        return queue;
    }

    private protected override Task ExpireAsync() => RunAsync("UPDATE archive_work SET lease_end = lease_end - interval '1 second'");

    private async Task RunAsync(string sql)
    {
        var address = new Uri(fixture.Server!.Address);
        await using var source = NpgsqlDataSource.Create($"Host={address.Host};Port={address.Port};Username=postgres;Database=postgres");
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
