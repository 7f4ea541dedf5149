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
/// <param name="Rest">Reads; it cannot change the account.</param>
/// <param name="Gateway">Live, or on paper in a dry run; disposed by the executor.</param>
/// <param name="TriggerAgeMax_ms">Platform ms after the end of a label beyond which its trigger is not traded.</param>
/// <param name="SnapshotEvery">Real time between regular reads of the account.</param>
/// <param name="ReconcileEvery">Real time between full comparisons with the exchange.</param>
/// <param name="DeadManSwitch">Platform time after which the exchange cancels resting orders when the process is silent; zero for never.</param>
/// <param name="Speed">Platform time divided by real time.</param>
internal sealed record AccountSetup(
    string Account,
    BinanceRest Rest,
    IOrderGateway Gateway,
    StreamOptions Streams,
    ContractTerms Terms,
    PlanRules Plan,
    RunRules Run,
    ParentRules Parents,
    IVolumeHistory Volumes,
    OrderRetryPolicy RetryPolicy,
    long TriggerAgeMax_ms,
    TimeSpan SnapshotEvery,
    TimeSpan ReconcileEvery,
    TimeSpan DeadManSwitch,
    double Speed,
    AlertPublisher Alerts,
    TimeProvider Clock,
    TimeProvider RealTime);
