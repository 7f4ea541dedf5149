using Platform.Analytics.Portfolio;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;

namespace Platform.Executor.Accounts;

/// <summary>What an account executor is built from; everything that differs between modes and tests.</summary>
/// <param name="Volumes">Where VWAP profiles are made from.</param>
/// <param name="DryRun">Everything but sending; fills on paper.</param>
/// <param name="TriggerAgeMax_ms">Platform ms after the end of a label beyond which its trigger is not traded.</param>
/// <param name="SnapshotEvery">Real time between regular looks at the account.</param>
/// <param name="ReconcileEvery">Real time between full comparisons with the exchange.</param>
/// <param name="DeadManSwitch">Platform time after which the exchange cancels what rests when the process is silent; zero: never.</param>
/// <param name="Speed">Platform time over real time.</param>
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
