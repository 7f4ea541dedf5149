using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Places;

/// <summary>
/// The absolute folders and files of one run; the only source of paths. Stored files are below the root of one environment, in the
/// layout of requirements document 003; files that exist only while the platform runs are in run/, shared by all environments.
/// </summary>
/// <param name="environment">The environment's folder below paths.data, such as testnet or mock/session-0001.</param>
public sealed class PlatformPaths(string root, PathsOptions options, string environment)
{
    /// <summary>The paths of the configured environment: in mock the newest session, or the first session when there is none yet.</summary>
    public static PlatformPaths Of(string root, PlatformConfiguration configuration)
    {
        string mode = FolderOf(configuration);
        var paths = new PlatformPaths(root, configuration.Paths, mode);
        if (configuration.Mode != PlatformMode.Mock)
            return paths;
        string folder = paths.EnvironmentRoot;
        return paths.In($"{mode}/{(MockSessions.In(folder) is [.., var newest] ? newest : MockSessions.Next(folder))}");
    }

    /// <summary>
    /// Folder below paths.data: mock, testnet or live, with a separate folder for a dry run, so that paper fills are not mixed with fills
    /// of an exchange.
    /// </summary>
    public static string FolderOf(PlatformConfiguration configuration) =>
        configuration.Mode.ToString().ToLowerInvariant() + (configuration.DryRun ? "-dry-run" : "");

    /// <summary>The same run with the folders of another environment.</summary>
    public PlatformPaths In(string other) => new(Root, options, other);

    /// <summary>The folder of the run; relative paths of the configuration start here.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The environment's folder below paths.data, such as testnet or mock/session-0001.</summary>
    public string EnvironmentName { get; } = environment;

    /// <summary>Root folder of all stored files of this environment.</summary>
    public string EnvironmentRoot => Path.GetFullPath(Path.Combine(Data, EnvironmentName));

    /// <summary>File that identifies the exchange and clock of this environment.</summary>
    public string IdentityFile => Path.Combine(EnvironmentRoot, "environment.json");

    /// <summary>File that identifies the exchange account of an executor's files.</summary>
    public string AccountFile(string account) => Path.Combine(EnvironmentRoot, "accounts", $"{account}.json");

    public string Data => Absolute(options.Data);

    public string Logs => Absolute(options.Logs);

    /// <summary>Folder of calculator DLLs; by default artifacts/plugins of the source tree, the output of the build.</summary>
    public string Plugins => options.Plugins.Length > 0 ? Absolute(options.Plugins) : Path.Combine(Installation.Tree, "artifacts", "plugins");

    /// <summary>Folder of the built web page.</summary>
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

    /// <summary>Folder of files that exist only while the platform runs: token, lock, pids.</summary>
    public string Run => Path.Combine(Data, "run");

    public string TokenFile => Path.Combine(Run, "token");

    /// <summary>File with the clock of a mock session.</summary>
    public string ClockFile => Path.Combine(EnvironmentRoot, "clock.json");

    /// <summary>File with the state of the simulated exchange of a mock session, from which it continues after a stop or crash.</summary>
    public string VenueState => Path.Combine(EnvironmentRoot, "venue.state");

    public string LockFile => Path.Combine(Run, "platform.lock");

    public string PidsFile => Path.Combine(Run, "pids.json");

    public string StrategyTrigger => Path.Combine(Signals, "strategy_trigger.json");

    public string ExecutionTrigger(string account) => Path.Combine(Signals, $"execution_trigger_{account}.json");

    /// <summary>Folders that must be writable before a start.</summary>
    public IEnumerable<string> Folders => [Data, Logs, Run];

    /// <summary>The folders of the environment, which every process creates and checks for write permission.</summary>
    public IEnumerable<string> EnvironmentFolders =>
        [EnvironmentRoot, Signals, Positions, Journals, Ledger, Universe, Klines, Trades, FundingRates, PremiumIndex, EquityCurve, PositionHistory, StrategyReports, Accounting];

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
