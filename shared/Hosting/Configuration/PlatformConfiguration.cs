using Platform.Hosting.Configuration.Keys;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Configuration.Trading;

namespace Platform.Hosting.Configuration;

/// <summary>The destination of orders. The same code runs in every mode; only endpoints and clock differ.</summary>
public enum PlatformMode
{
    Mock,
    Testnet,
    Live,
}

/// <summary>The whole configuration, read and validated once at start; immutable and equal in every process.</summary>
public sealed record PlatformConfiguration
{
    [Key("mock: a simulated exchange on this machine, no keys needed. testnet: the exchange's demo hosts. live: real money, needs live.confirm.")]
    public PlatformMode Mode { get; init; } = PlatformMode.Mock;

    [Key("true: orders are not sent to the exchange. They are checked, recorded, and filled on paper at the opposite best price.")]
    public bool DryRun { get; init; }

    [Key("Consent to trade with real money.")]
    public LiveOptions Live { get; init; } = new();

    [Key("The clock of all processes.")]
    public ClockOptions Clock { get; init; } = new();

    [Key("Folders. Relative paths are relative to the root folder of the run.")]
    public PathsOptions Paths { get; init; } = new();

    [Key("Listening addresses. Loopback by default.")]
    public NetworkOptions Network { get; init; } = new();

    [Key("The exchange: endpoints, limits, and the market of the simulated exchange.")]
    public ExchangeConnectionOptions Venue { get; init; } = new();

    [Key("Collection of trades, gap repair, storage.")]
    public DataOptions Data { get; init; } = new();

    [Key("Which contracts are traded.")]
    public UniverseOptions Universe { get; init; } = new();

    [Key("When a 5-minute window is closed (requirements 001 and 003).")]
    public BarsOptions Bars { get; init; } = new();

    [Key("When a completed label starts a run.")]
    public TriggerOptions Trigger { get; init; } = new();

    [Key("Trade-size buckets of the tran_stats columns.")]
    public TranStatsOptions TranStats { get; init; } = new();

    [Key("Calculators: selection, parallelism and time limits.")]
    public StrategyOptions Strategy { get; init; } = new();

    [Key("From combined scores to target weights.")]
    public PortfolioOptions Portfolio { get; init; } = new();

    [Key("From target positions to orders.")]
    public ExecutionOptions Execution { get; init; } = new();

    [Key("Limits checked before an order is sent. An order that exceeds a limit is denied by the platform, recorded, and reported as an alert.")]
    public RiskOptions Risk { get; init; } = new();

    [Key("Accounts; one executor process runs for each, in this order. API keys do not belong here: see config/accounts.example.yaml.")]
    public IReadOnlyList<AccountOptions> Accounts { get; init; } =
        [new AccountOptions { Id = "account1" }, new AccountOptions { Id = "account2" }];

    [Key("Metrics, alerts, the HTTP API and the web page.")]
    public MonitorOptions Monitor { get; init; } = new();

    [Key("Liveness, the run ledger and the shared request budget.")]
    public CoordinatorOptions Coordinator { get; init; } = new();

    [Key("Start, restart and stop of the processes.")]
    public SupervisorOptions Supervisor { get; init; } = new();

    [Key("Log lines on the console and in logs/.")]
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>The index of the account in the list, or -1; it determines the executor's ports.</summary>
    public int AccountIndex(string account)
    {
        for (int index = 0; index < Accounts.Count; index++)
        {
            if (Accounts[index].Id == account)
                return index;
        }

        return -1;
    }
}
