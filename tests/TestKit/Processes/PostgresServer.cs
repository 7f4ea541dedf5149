using System.Globalization;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.TestKit.Processes;

/// <summary>
/// A PostgreSQL server of one test, from Debian's package, on a free port of loopback; the test is reported as skipped where the package
/// is missing.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly TempFolder _folder;
    private readonly ChildProcess _server;

    private PostgresServer(TempFolder folder, ChildProcess server, int port)
    {
        (_folder, _server) = (folder, server);
        Address = string.Create(CultureInfo.InvariantCulture, $"postgres://{User}:secret-of-the-test@127.0.0.1:{port}/{User}");
    }

    /// <summary>The address with a password, which no output may contain.</summary>
    public string Address { get; }

    public static async Task<PostgresServer> StartAsync()
    {
        string? programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (programs is null || !File.Exists(Path.Combine(programs, "bin", "initdb")))
            Assert.Skip("PostgreSQL is not on this machine (on Debian: apt-get install postgresql)");
        var folder = new TempFolder("postgres");
        string place = folder.Folder("data");
        int port = FreePort.Next();
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root.
            await RunAsync("chown", "-R", User, folder.Path);
        }

        await RunAsync(As(Path.Combine(programs, "bin", "initdb"), "-D", place, "-U", User, "-A", "trust", "-N"));
        ChildProcess server = Start(As(
            Path.Combine(programs, "bin", "postgres"), "-D", place, "-k", place, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"));
        await server.LineAsync("ready to accept connections");
        return new PostgresServer(folder, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static string[] As(params string[] command) => Environment.UserName == "root" ? ["runuser", "-u", User, "--", .. command] : command;

    private static ChildProcess Start(string[] command) => ChildProcess.Start(command[0], command[1..], "/");

    private static async Task RunAsync(params string[] command)
    {
        await using ChildProcess process = Start(command);
        Assert.True(await process.ExitAsync() == 0, process.Output);
    }
}
