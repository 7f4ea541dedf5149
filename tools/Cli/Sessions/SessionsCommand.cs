using System.CommandLine;
using System.Globalization;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Spectre.Console;

namespace Platform.Cli.Sessions;

/// <summary>platform sessions: every environment of a run folder with its exchange and clock, oldest session first.</summary>
internal static class SessionsCommand
{
    private const int RedirectedWidth = 200;

    private static readonly string[] s_folders = ["mock", "mock-dry-run", "testnet", "testnet-dry-run", "live", "live-dry-run"];

    public static Command Create()
    {
        var command = new Command("sessions", "Show the mock sessions and the other environments below paths.data, with the exchange of each.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(parsed => place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) ? Show(folder) : CommandFault.Report(fault));
        return command;
    }

    private static int Show(RunFolder folder)
    {
        string[] names = [.. s_folders.SelectMany(name => NamesIn(folder.Paths.Data, name))];
        if (names.Length == 0)
        {
            Console.WriteLine($"{folder.Paths.Data} contains no session yet. Start with: scripts/platform up");
            return 0;
        }

        TerminalTables.Fit(RedirectedWidth);
        Table table = TerminalTables.New("environment", "state", "began", "platform time", "size", "belongs to");
        bool runs = PidsFile.Read(folder.Paths).Any(known => known.IsAlive());
        foreach (string name in names)
            TerminalTables.Add(table, Cells(folder.Paths.In(name), isPresent: name == folder.Paths.EnvironmentName, runs));
        AnsiConsole.Write(table);
        Console.WriteLine($"Below {folder.Paths.Data}. To continue the newest mock session: scripts/platform up --keep-state");
        return 0;
    }

    private static IEnumerable<string> NamesIn(string data, string folder)
    {
        string path = Path.Combine(data, folder);
        if (!Directory.Exists(path))
            return [];
        return folder.StartsWith("mock", StringComparison.Ordinal) ? MockSessions.In(path).Select(session => $"{folder}/{session}") : [folder];
    }

    private static string[] Cells(PlatformPaths paths, bool isPresent, bool runs)
    {
        string state = !isPresent ? paths.EnvironmentName.StartsWith("mock", StringComparison.Ordinal) ? "set aside" : "" : runs ? "running" : "present";
        string size = string.Create(CultureInfo.InvariantCulture, $"{SizeOf(paths.EnvironmentRoot) / 1e6:0.0} MB");
        return EnvironmentFiles.Read(paths).TryGet(out EnvironmentIdentity? identity, out Fault? fault)
            ? [paths.EnvironmentName, state, Time(identity.CreatedAt_ms), $"from {Time(identity.Epoch_ms)}", size, identity.ToString()]
            : [paths.EnvironmentName, state, "", "", size, fault.Message];
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Sum(file => file.Exists ? file.Length : 0);

    private static string Time(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
