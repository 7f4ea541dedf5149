using System.Globalization;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;

namespace Platform.Cli.Runs;

/// <summary>The processes of a run, stage by stage; a stage begins when all processes of the previous one run.</summary>
internal static class StartPlan
{
    public const string Venue = "venue";

    /// <summary>Markets of the simulated exchange that are not recordings.</summary>
    public const string Model = "model", Upstream = "upstream";
    public const string Coordinator = "coordinator";

    private const int AllRecorded = 0;

    public static IReadOnlyList<IReadOnlyList<ChildSpec>> Stages(RunFolder folder, bool withMonitor)
    {
        PlatformConfiguration configuration = folder.Configuration;
        List<IReadOnlyList<ChildSpec>> stages = [];
        if (configuration.Mode == PlatformMode.Mock)
            stages.Add([new ChildSpec(Venue, "", "", Installation.Executable("Venue", "Platform.Venue"), VenueArguments(folder), Registers: false)]);
        stages.Add([Process(Coordinator)]);
        stages.Add([Process("data")]);
        stages.Add([Process("strategy")]);
        List<ChildSpec> last = [.. configuration.Accounts.Where(account => account.Enabled).Select(account => Process("executor", account.Id))];
        if (withMonitor)
            last.Add(Process("monitor"));
        stages.Add(last);
        return stages;
    }

    /// <summary>The command line of the simulated exchange.</summary>
    public static IReadOnlyList<string> VenueArguments(RunFolder folder)
    {
        PlatformConfiguration configuration = folder.Configuration;
        string market = configuration.Venue.Market;
        List<string> arguments =
        [
            "--listen", $"{folder.Addresses.VenueEndpoint}",
            "--speed", configuration.Clock.Speed.ToString(CultureInfo.InvariantCulture),
            "--market", market is Model or Upstream ? market : Path.GetFullPath(Path.Combine(folder.Arguments.Root, market)),
            "--symbols", (market is Model or Upstream ? configuration.Venue.Symbols : AllRecorded).ToString(CultureInfo.InvariantCulture),
            "--seed", configuration.Venue.Seed.ToString(CultureInfo.InvariantCulture),
            "--token-file", folder.Paths.TokenFile,
        ];

        // An upstream market cannot be replayed, so there is no state to continue from.
        arguments.AddRange(market == Upstream ? ["--upstream", configuration.Venue.Upstream] : ["--state", folder.Paths.VenueState]);
        if (configuration.Clock.Start.Length > 0)
            arguments.AddRange(["--start", configuration.Clock.Start]);
        foreach (var account in configuration.Accounts)
        {
            AccountKey key = AccountSecrets.MockKey(account.Id);
            arguments.AddRange(["--account", $"{key.Key}:{key.Secret}:{account.InitialBalance.ToString(CultureInfo.InvariantCulture)}"]);
        }

        return arguments;
    }

    private static ChildSpec Process(string process, string account = "")
    {
        string project = char.ToUpperInvariant(process[0]) + process[1..];
        return new ChildSpec(
            account.Length == 0 ? process : $"{process}-{account}",
            process,
            account,
            Installation.Executable(project, $"Platform.{project}"),
            account.Length == 0 ? [] : ["--account", account]);
    }
}

/// <summary>One process to start: its executable, its arguments, and its name at the coordinator.</summary>
/// <param name="Name">The process's name, such as data or executor-account1; also the name of its log files.</param>
/// <param name="Process">Such as executor; empty for the simulated exchange, which does not register.</param>
internal sealed record ChildSpec(string Name, string Process, string Account, string Executable, IReadOnlyList<string> Arguments, bool Registers = true);
