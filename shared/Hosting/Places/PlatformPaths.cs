using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Places;

/// <summary>
/// The absolute folders and files of one run; the only source of paths. What is kept is below the root of one environment, in the
/// layout of requirements document 003; what exists only while the platform runs is in run/, for every environment.
/// </summary>
/// <param name="environment">The environment's folder below paths.data, such as testnet or mock/session-0001.</param>
public sealed class PlatformPaths(string root, PathsOptions options, string environment)
{
    /// <summary>The paths of the environment that the configuration names: in mock its newest session, or the first one that will be.</summary>
    public static PlatformPaths Of(string root, PlatformConfiguration configuration)
    {
        string mode = FolderOf(configuration);
        var paths = new PlatformPaths(root, configuration.Paths, mode);
        if (configuration.Mode != PlatformMode.Mock)
            return paths;
        string folder = paths.EnvironmentRoot;
        return paths.In($"{mode}/{(MockSessions.In(folder) is [.., var newest] ? newest : MockSessions.Next(folder))}");
    }

    /// <summary>Below paths.data: mock, testnet or live; fills on paper never share a folder with fills of an exchange.</summary>
    public static string FolderOf(PlatformConfiguration configuration) =>
        configuration.Mode.ToString().ToLowerInvariant() + (configuration.DryRun ? "-dry-run" : "");

    /// <summary>The same run with the folders of another environment.</summary>
    public PlatformPaths In(string other) => new(Root, options, other);

    /// <summary>The folder of the run; relative paths of the configuration start here.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The environment's folder below paths.data, such as testnet or mock/session-0001.</summary>
    public string EnvironmentName { get; } = environment;

    /// <summary>Root of everything that is kept of this environment.</summary>
    public string EnvironmentRoot => Path.GetFullPath(Path.Combine(Data, EnvironmentName));

    /// <summary>States which exchange and clock the files of this environment belong to.</summary>
    public string IdentityFile => Path.Combine(EnvironmentRoot, "environment.json");

    /// <summary>States which account of the exchange an executor's files belong to.</summary>
    public string AccountFile(string account) => Path.Combine(EnvironmentRoot, "accounts", $"{account}.json");

    public string Data => Absolute(options.Data);

    public string Logs => Absolute(options.Logs);

    /// <summary>Folder of calculator DLLs; the build fills artifacts/plugins of the tree.</summary>
    public string Plugins => options.Plugins.Length > 0 ? Absolute(options.Plugins) : Path.Combine(Installation.Tree, "artifacts", "plugins");

    /// <summary>The built page.</summary>
    public string Web => options.Web.Length > 0 ? Absolute(options.Web) : Path.Combine(Installation.Tree, "web", "dist");

    public string Universe => Path.Combine(EnvironmentRoot, "universe");

    public string Klines => Path.Combine(EnvironmentRoot, "klines");

    public string Trades => Path.Combine(EnvironmentRoot, "trades");

    public string FundingRates => Path.Combine(EnvironmentRoot, "funding_rates");

    public string PremiumIndex => Path.Combine(EnvironmentRoot, "premium_index");

    public string Positions => Path.Combine(EnvironmentRoot, "positions");

    public string Signals => Path.Combine(EnvironmentRoot, "signals");

    public string EquityCurve => Path.Combine(EnvironmentRoot, "equity_curve");

    public string PositionHistory => Path.Combine(EnvironmentRoot, "position_history");

    public string StrategyReports => Path.Combine(EnvironmentRoot, "strategy_reports");

    /// <summary>Orders, fills, parents, income and equity of every account (Parquet).</summary>
    public string Accounting => Path.Combine(EnvironmentRoot, "accounting");

    public string Journals => Path.Combine(EnvironmentRoot, "journal");

    public string Ledger => Path.Combine(EnvironmentRoot, "ledger");

    /// <summary>What lives only while the platform runs: token, lock, pids.</summary>
    public string Run => Path.Combine(Data, "run");

    public string TokenFile => Path.Combine(Run, "token");

    /// <summary>The clock of a mock session.</summary>
    public string ClockFile => Path.Combine(EnvironmentRoot, "clock.json");

    /// <summary>The state from which the simulated exchange of a mock session continues after it was killed or stopped.</summary>
    public string VenueState => Path.Combine(EnvironmentRoot, "venue.state");

    public string LockFile => Path.Combine(Run, "platform.lock");

    public string PidsFile => Path.Combine(Run, "pids.json");

    public string StrategyTrigger => Path.Combine(Signals, "strategy_trigger.json");

    public string ExecutionTrigger(string account) => Path.Combine(Signals, $"execution_trigger_{account}.json");

    /// <summary>Every folder that must be writable before anything starts.</summary>
    public IEnumerable<string> Folders => [Data, Logs, Run];

    /// <summary>The folders of the environment, which every process makes and proves writable.</summary>
    public IEnumerable<string> EnvironmentFolders =>
        [EnvironmentRoot, Signals, Positions, Journals, Ledger, Universe, Klines, Trades, FundingRates, PremiumIndex, EquityCurve, PositionHistory, StrategyReports, Accounting];

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
