using Platform.Analytics.Portfolio;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;

namespace Platform.Executor.Accounts;

/// <summary>The dependencies and settings of an account executor; contains everything that differs between modes and tests.</summary>
/// <param name="Volumes">The source of VWAP profiles.</param>
/// <param name="DryRun">No order is placed; orders are filled on paper.</param>
/// <param name="TriggerAgeMax_ms">Platform ms after the end of a label beyond which its trigger is not traded.</param>
/// <param name="SnapshotEvery">Real time between regular reads of the account.</param>
/// <param name="ReconcileEvery">Real time between full comparisons with the exchange.</param>
/// <param name="DeadManSwitch">Platform time after which the exchange cancels resting orders when the process is silent; zero for never.</param>
/// <param name="Speed">Platform time divided by real time.</param>
internal sealed record AccountSetup(
    string Account,
    BinanceRest Rest,
    StreamOptions Streams,
    ContractTerms Terms,
    PlanRules Plan,
    RunRules Run,
    ParentRules Parents,
    IVolumeHistory Volumes,
    OrderRetryPolicy RetryPolicy,
    bool DryRun,
    long TriggerAgeMax_ms,
    TimeSpan SnapshotEvery,
    TimeSpan ReconcileEvery,
    TimeSpan DeadManSwitch,
    double Speed,
    AlertPublisher Alerts,
    TimeProvider Clock,
    TimeProvider RealTime);
