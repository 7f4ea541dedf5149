using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Places;

/// <summary>The absolute folders and files of one run (requirements document 003); everybody asks here.</summary>
public sealed class PlatformPaths(string root, PathsOptions options)
{
    /// <summary>The folder of the run; relative paths of the configuration start here.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    public string Data => Absolute(options.Data);

    public string Logs => Absolute(options.Logs);

    /// <summary>Where calculator DLLs lie; the build fills artifacts/plugins of the tree.</summary>
    public string Plugins => options.Plugins.Length > 0 ? Absolute(options.Plugins) : Path.Combine(Installation.Tree, "artifacts", "plugins");

    /// <summary>The built page.</summary>
    public string Web => options.Web.Length > 0 ? Absolute(options.Web) : Path.Combine(Installation.Tree, "web", "dist");

    public string Universe => Path.Combine(Data, "universe");

    public string Klines => Path.Combine(Data, "klines");

    public string Trades => Path.Combine(Data, "trades");

    public string FundingRates => Path.Combine(Data, "funding_rates");

    public string PremiumIndex => Path.Combine(Data, "premium_index");

    public string Positions => Path.Combine(Data, "positions");

    public string Signals => Path.Combine(Data, "signals");

    public string EquityCurve => Path.Combine(Data, "equity_curve");

    public string PositionHistory => Path.Combine(Data, "position_history");

    public string StrategyReports => Path.Combine(Data, "strategy_reports");

    public string Journals => Path.Combine(Data, "journal");

    public string Ledger => Path.Combine(Data, "ledger");

    /// <summary>What lives only while the platform runs: token, clock, lock, pids.</summary>
    public string Run => Path.Combine(Data, "run");

    public string TokenFile => Path.Combine(Run, "token");

    public string ClockFile => Path.Combine(Run, "clock.json");

    /// <summary>What the simulated exchange goes on from when it was killed.</summary>
    public string VenueState => Path.Combine(Run, "venue.state");

    public string LockFile => Path.Combine(Run, "platform.lock");

    public string PidsFile => Path.Combine(Run, "pids.json");

    public string StrategyTrigger => Path.Combine(Signals, "strategy_trigger.json");

    public string ExecutionTrigger(string account) => Path.Combine(Signals, $"execution_trigger_{account}.json");

    /// <summary>Every folder that must be writable before anything starts.</summary>
    public IEnumerable<string> Folders =>
        [Data, Logs, Run, Signals, Positions, Journals, Ledger, Universe, Klines, Trades, FundingRates, PremiumIndex, EquityCurve, PositionHistory, StrategyReports];

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
